"""What `serve` says when it starts."""

import os
import subprocess
import sys
from pathlib import Path

_SAYS = "from appealdesk.ops.management.commands.serve import Command; Command()._say_what_cannot_be_printed()"


def test_a_machine_without_fonts_is_told_at_the_start(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text("<fontconfig/>", encoding="utf-8")

    lines = [said(), said(FONTCONFIG_FILE=str(fonts))]

    sentence = "No PDF can be made on this machine: an operator installs {} and starts the product again."
    assert lines == [[], [sentence.format("fonts-noto-cjk fonts-noto-core")]]


def said(**changes: str) -> list[str]:
    environment = {"DJANGO_SETTINGS_MODULE": "appealdesk.config.settings", **os.environ, **changes}
    done = subprocess.run([sys.executable, "-c", _SAYS], env=environment, capture_output=True, text=True, check=True)
    return [line for line in done.stderr.splitlines() if "PDF" in line]
