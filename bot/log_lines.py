"""What the process says while it runs: one line each, for people or, where it is asked for, as JSON."""

import json
import logging
import traceback
from datetime import UTC, datetime

_PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"


def begin(kind: str) -> None:
    """Sets the root logger up; `kind` is "json" or "" for plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if kind == "json" else logging.Formatter(_PLAIN))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


class JsonLines(logging.Formatter):
    """One JSON object a line. Of an exception it tells the kind and the place: its own words may be somebody's."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
        }
        if record.exc_info and (fault := record.exc_info[1]):
            line["fault"] = type(fault).__name__
            line["where"] = "".join(traceback.format_tb(fault.__traceback__))
        return json.dumps(line, ensure_ascii=False)
