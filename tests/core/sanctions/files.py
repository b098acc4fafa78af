"""The invented lists under tests/data, by the code of their publisher."""

from pathlib import Path

from appealdesk.core.sanctions import ListBatch, read_list

FOLDER = Path(__file__).parents[2] / "data" / "sanctions"
FILES = {
    "ofac": ("ofac_sdn_INVENTED.xml", "ofac_sdn_INVENTED.csv"),
    "un": ("un_consolidated_INVENTED.xml",),
    "uk": ("uk_sanctions_list_INVENTED.csv",),
    "eu": ("eu_fsf_INVENTED.xml", "eu_fsf_INVENTED.csv"),
}


def list_bytes(name: str) -> bytes:
    """The bytes of one file."""
    return (FOLDER / name).read_bytes()


def batch(name: str) -> ListBatch:
    """One file, read."""
    return read_list(name.partition("_")[0], list_bytes(name))
