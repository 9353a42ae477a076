"""The command line: python -m devdb url|start|stop|status|reset|remove."""

import sys

from devdb.server import main

sys.exit(main(sys.argv))
