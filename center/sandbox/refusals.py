"""What the judge of a file says when it does not let it in."""


class RefusalError(Exception):
    """A file that is not taken; the text tells people why and what works."""


class OverLimitError(RefusalError):
    """A file that was not judged to the end: it wanted more than there is for one."""


PRINT_IT = "请打印成普通 PDF 再传。"
EXPORT_AGAIN = "请重新导出 PDF。"
OTHER_KIND = "请换成 JPG、PNG、GIF 图片或 PDF 文件。"
