from django.urls import path

from membership.views import lists, members, organizations, own

MEMBERS, ORGANIZATIONS = {"what": "members"}, {"what": "organizations"}
MEMBER = "desk/members/<int:pk>/"
ORGANIZATION = "desk/organizations/<int:pk>/"

app_name = "membership"
urlpatterns = [
    path("me/membership/", own.membership, name="own"),
    path("me/membership/consent/", own.consent, name="own_consent"),
    path("desk/members/", members.member_list, name="members"),
    path("desk/members/find/", members.member_find, name="member_find"),
    path("desk/members/new/", members.member_new, name="member_new"),
    path(MEMBER, members.member_detail, name="member"),
    path(f"{MEMBER}reveal/", members.member_reveal, name="member_reveal"),
    *members.VERBS.urls(MEMBER),
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
    path(ORGANIZATION, organizations.organization_detail, name="organization"),
    *organizations.VERBS.urls(ORGANIZATION),
    *organizations.POSTS.urls("desk/organizations/posts/<int:pk>/"),
]
