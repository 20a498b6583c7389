"""Error codes of the reference, and what stands for which refusal."""

from __future__ import annotations

# The service's table of errors, those with status 200. A few rows have lost their number; they are among these.
ANY = frozenset(f"OSM.010100{number:02}" for number in range(1, 63))

# A limit of the description: by the old table with status 400, by the new one with 200.
LIMIT = frozenset({"OSM.0001", "OSM.01010001"})

CODE_WRONG = "OSM.01010010"
CODE_TOO_OFTEN = "OSM.01010024"
GRANT_ACTION = "OSM.01010018"
GRANT_DETAIL = "OSM.01010032"
HOST_PASSWORD = "OSM.01010003"
LABELS_OF_ACCOUNT = "OSM.01010041"
# Its number is lost, and between those of two rows that are not there is only this one.
LABELS_OF_TICKET = "OSM.01010042"
MAILBOX = "OSM.01010008"
RELATED_TO_ITSELF = "OSM.01010044"
RELATIONS = "OSM.01010043"
TICKET_ACTION = "OSM.01010013"
TICKET_UNKNOWN = "OSM.01010015"
URGED_TOO_OFTEN = "OSM.01010004"

# The gateway's, for credentials that are wrong.
SIGNATURE = "APIGW.0301"
