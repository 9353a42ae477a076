from django.urls import path

from membership.views import lists, members, organizations, own, verbs

MEMBERS, ORGANIZATIONS = {"what": "members"}, {"what": "organizations"}

app_name = "membership"
urlpatterns = [
    path("me/membership/", own.membership, name="own"),
    path("me/membership/consent/", own.consent, name="own_consent"),
    path("desk/members/", members.member_list, name="members"),
    path("desk/members/find/", members.member_find, name="member_find"),
    path("desk/members/new/", members.member_new, name="member_new"),
    path("desk/members/<int:pk>/", members.member_detail, name="member"),
    path("desk/members/<int:pk>/edit/", members.member_edit, name="member_edit"),
    path("desk/members/<int:pk>/reveal/", members.member_reveal, name="member_reveal"),
    path("desk/members/<int:pk>/consent/", verbs.member_consent, name="member_consent"),
    path(
        "desk/members/<int:pk>/withdraw/", verbs.member_withdraw, name="member_withdraw"
    ),
    path("desk/members/<int:pk>/link/", verbs.member_link, name="member_link"),
    path("desk/members/<int:pk>/confirm/", verbs.member_confirm, name="member_confirm"),
    path("desk/members/<int:pk>/extend/", verbs.member_extend, name="member_extend"),
    path("desk/members/<int:pk>/state/", verbs.member_state, name="member_state"),
    path("desk/members/import/", lists.import_new, MEMBERS, name="import_members"),
    path(
        "desk/members/import/template/",
        lists.import_template,
        MEMBERS,
        name="template_members",
    ),
    path("desk/members/import/<int:pk>/", lists.import_detail, name="import"),
    path(
        "desk/members/import/<int:pk>/discard/",
        lists.import_discard,
        name="import_discard",
    ),
    path("desk/members/export/", lists.export, MEMBERS, name="export_members"),
    path(
        "desk/organizations/import/",
        lists.import_new,
        ORGANIZATIONS,
        name="import_organizations",
    ),
    path(
        "desk/organizations/import/template/",
        lists.import_template,
        ORGANIZATIONS,
        name="template_organizations",
    ),
    path(
        "desk/organizations/export/",
        lists.export,
        ORGANIZATIONS,
        name="export_organizations",
    ),
    path("desk/organizations/", organizations.organization_list, name="organizations"),
    path(
        "desk/organizations/new/",
        organizations.organization_new,
        name="organization_new",
    ),
    path(
        "desk/organizations/<int:pk>/",
        organizations.organization_detail,
        name="organization",
    ),
    path(
        "desk/organizations/<int:pk>/edit/",
        organizations.organization_edit,
        name="organization_edit",
    ),
    path(
        "desk/organizations/<int:pk>/dissolve/",
        organizations.organization_dissolve,
        name="organization_dissolve",
    ),
    path(
        "desk/organizations/<int:pk>/posts/new/",
        organizations.post_new,
        name="post_new",
    ),
    path(
        "desk/organizations/posts/<int:pk>/end/",
        organizations.post_end,
        name="post_end",
    ),
]
