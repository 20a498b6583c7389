"""Attachments: three kinds of uploads and five kinds of downloads, each compared byte for byte."""

from __future__ import annotations

from functools import partial
import base64
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import requests
import huaweicloudsdkosm.v2 as models
from huaweicloudsdkcore.http.formdata import FormFile

import codes
import messages
from client import Osm
from ground import Choice, detail, opened, state
from report import DISTINCT, FILLED, Matcher, contains

# 100 KB with all byte values, all kinds of line breaks, and text like the end of a form part.
CONTENT = (bytes(range(256)) + b"\r\n--boundary--\r\n\n\r\x00") * 370

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def run(osm: Osm, choice: Choice) -> None:
    """Uploads files, downloads them, and deletes one."""
    osm.step(limits)
    form = osm.step(by_form)
    text = osm.step(by_json)
    osm.step(picture)
    osm.step(links, form, text)
    osm.step(archive, form, text)
    osm.step(with_ticket, choice, form)
    osm.step(with_message, choice, text)
    osm.step(removes)
    osm.step(refuses)
    osm.step(refuses_kind_and_size)


def limits(osm: Osm) -> None:
    """Checks that the limits are numbers and file extensions."""
    found = osm.call("show_accessory_limits").value.accessory_limit
    for name in ("limit_count", "limit_size"):
        osm.expect("show_accessory_limits", name, str(getattr(found, name)), Matcher("digits", str.isdigit))
    kinds = found.limit_file_type.split(",")
    for kind in ("jpg", "png", "txt", "zip", "log"):
        osm.expect("show_accessory_limits", "limit_file_type", kinds, contains(kind))


def by_form(osm: Osm) -> str:
    """Uploads a file as a form part."""
    accessory_id = uploaded(osm, "trace.log", CONTENT)
    osm.expect("upload_accessory download_accessories", "bytes", same(downloaded(osm, accessory_id), CONTENT), "same")
    return accessory_id


def by_json(osm: Osm) -> str:
    """Uploads a file as Base64."""
    accessory_id = sent(osm, "notes.txt", "Notes. 记录\r\n".encode())
    both = "upload_json_accessories download_accessories"
    osm.expect(both, "bytes", downloaded(osm, accessory_id), "Notes. 记录\r\n".encode())
    return accessory_id


def picture(osm: Osm) -> None:
    """Uploads and shows an image."""
    accessory_id = sent(osm, "screen.png", PICTURE)
    shown = osm.call("download_images", accessory_id=accessory_id).content
    osm.expect("download_images", "bytes", shown, PICTURE)


def links(osm: Osm, form: str, text: str) -> None:
    """Checks that presigned URLs open without credentials."""
    name = "show_download_accessory_url"
    link = osm.call(name, accessory_id=form, relation_type="DEFAULT").value.accessory_url
    osm.expect(name, "bytes behind the link", same(fetched(link), CONTENT), "same")
    name = "list_accessory_access_urls"
    found = osm.call(name, accessory_ids=[form, text]).value.accessory_urls
    osm.expect(name, "accessory_ids", [one.accessory_id for one in found], [form, text])
    osm.expect(name, "accessory_names", [one.accessory_name for one in found], ["trace.log", "notes.txt"])
    osm.expect(name, "links", [one.accessory_url for one in found], DISTINCT)
    osm.expect(name, "bytes behind the first", same(fetched(found[0].accessory_url), CONTENT), "same")
    osm.expect(name, "bytes behind the second", fetched(found[1].accessory_url), "Notes. 记录\r\n".encode())


def archive(osm: Osm, form: str, text: str) -> None:
    """Checks that two files at once come as an archive, as in the first version of the service."""
    content = downloaded(osm, f"{form},{text}")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        held = sorted(packed.read(name) for name in packed.namelist())
    expected = sorted([CONTENT, "Notes. 记录\r\n".encode()])
    osm.expect("download_accessories", "files in the archive", held == expected, True)


def with_ticket(osm: Osm, choice: Choice, form: str) -> None:
    """Checks that a file uploaded for a new ticket is in its first message."""
    case_id = opened(osm, choice, "See the trace.", accessory_ids=[form])
    first = detail(osm, case_id).message_list[0]
    osm.expect("create_cases show_case_detail", "files of the first message", files(first), [(form, "trace.log")])


def with_message(osm: Osm, choice: Choice, text: str) -> None:
    """Checks that a file uploaded for a message is in that message."""
    case_id = opened(osm, choice, "Without files.")
    messages.say(osm, case_id, "See my notes.", [text])
    last = detail(osm, case_id).message_list[-1]
    osm.expect("create_messages show_case_detail", "files of the message", files(last), [(text, "notes.txt")])
    found = osm.call("list_messages", case_id=case_id).value.message_list
    held = [pair for one in found for pair in files(one)]
    osm.expect("create_messages list_messages", "files of the messages", held, [(text, "notes.txt")])


def removes(osm: Osm) -> None:
    """Checks that a deleted file is unavailable to every operation, including deletion."""
    accessory_id = sent(osm, "draft.txt", b"Not to be kept.")
    osm.call("delete_accessories", accessory_id=accessory_id)
    osm.expect("delete_accessories", "file before it", accessory_id, FILLED)
    osm.refused("delete_accessories", codes.ANY, accessory_id=accessory_id)
    unknown(osm, accessory_id)


def unknown(osm: Osm, accessory_id: str) -> None:
    """Checks that no download returns this file."""
    osm.refused("download_accessories", codes.ANY, accessory_id=accessory_id)
    osm.refused("download_images", codes.ANY, accessory_id=accessory_id)
    osm.refused("list_accessory_access_urls", codes.ANY, accessory_ids=[accessory_id])
    osm.refused("show_download_accessory_url", codes.ANY, accessory_id=accessory_id, relation_type="DEFAULT")


def refuses(osm: Osm) -> None:
    """Checks unknown attachments and invalid Base64."""
    unknown(osm, "no-such-file")
    osm.refused("delete_accessories", codes.ANY, partial(state, osm), accessory_id="no-such-file")
    wrong = models.AccessoryJsonFormatReq(accessory_name="a.txt", accessory_from="message", accessory_data="!!!")
    osm.refused("upload_json_accessories", codes.ANY, body=wrong)


def refuses_kind_and_size(osm: Osm) -> None:
    """Checks that files must have a type and a size allowed by ShowAccessoryLimits."""
    most = int(osm.call("show_accessory_limits").value.accessory_limit.limit_size) * 1024 * 1024
    with tempfile.TemporaryDirectory() as folder:
        osm.refused("upload_accessory", codes.ANY, body=form_of(folder, "setup.exe", b"MZ"))
        # The gateway accepts bodies of 12 MB; a higher limit is not tested.
        if most < 12_000_000:
            osm.refused("upload_accessory", codes.ANY, body=form_of(folder, "long.log", bytes(most + 1)))
    program = models.AccessoryJsonFormatReq(accessory_name="setup.exe", accessory_from="message", accessory_data="TVo=")
    osm.refused("upload_json_accessories", codes.ANY, body=program)


def form_of(folder: str, name: str, content: bytes) -> Any:
    """Returns the form for a file, which the package reads from disk."""
    path = Path(folder, name)
    path.write_bytes(content)
    told = json.dumps({"fileName": name, "accessoryFrom": "message", "uploadType": 0})
    return models.UploadAccessoryRequestBody(file=FormFile(str(path)), form_data=told)


def uploaded(osm: Osm, name: str, content: bytes) -> str:
    """Uploads a file as a form."""
    with tempfile.TemporaryDirectory() as folder:
        answer = osm.call("upload_accessory", body=form_of(folder, name, content)).value
    osm.expect("upload_accessory", "accessory_id", answer.accessory_id, FILLED)
    return answer.accessory_id


def sent(osm: Osm, name: str, content: bytes) -> str:
    """Uploads a file as Base64."""
    data = base64.b64encode(content).decode()
    body = models.AccessoryJsonFormatReq(accessory_name=name, accessory_from="message", accessory_data=data)
    answer = osm.call("upload_json_accessories", body=body).value
    osm.expect("upload_json_accessories", "accessory_id", answer.accessory_id, FILLED)
    return answer.accessory_id


def downloaded(osm: Osm, accessory_id: str) -> bytes:
    """Returns the content of a download."""
    return osm.call("download_accessories", accessory_id=accessory_id).content


def fetched(link: str) -> bytes:
    """Fetches a presigned URL without credentials."""
    return requests.get(link, timeout=20).content


def same(got: bytes, expected: bytes) -> str:
    """Describes the lengths of contents, which are too long to print."""
    return "same" if got == expected else f"{len(got)} bytes that differ from the {len(expected)}"


def files(message: Any) -> list[tuple[str, str]]:
    """Returns IDs and names of the files in a message."""
    return [(one.accessory_id, one.file_actual_name) for one in message.accessory_list or []]
