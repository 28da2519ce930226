"""The server loads beforehand what pages need, and then looks through none of it for garbage."""

import json
import subprocess
import sys

from app.main import PAGES
from app.serving import LATER

LOADED = """
import gc, json, sys
from app.serving import load
load()
print(json.dumps([sorted(sys.modules), gc.get_freeze_count()]))
"""


def test_loading_leaves_nothing_for_the_first_page_to_import() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded, frozen = json.loads(done.stdout)
    pages = {f"app.pages.{page.name}" for group in PAGES.values() for page in group}
    assert {*LATER, *pages} <= set(loaded)
    assert frozen > 0
