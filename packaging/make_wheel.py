#!/usr/bin/env python3
"""Packs an installed leastwise into a wheel, with the libraries that it needs beside it.

    make_wheel.py PREFIX FOLDER    PREFIX: where `cmake --install` put a release build; prints the wheel

Linux, glibc no older than the one it was built with. Needs patchelf and Debian's dpkg, for the
licences of the libraries. The same bytes for the same input: SOURCE_DATE_EPOCH is the day of files.
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

# Of every Linux; all others are packed.
OF_THE_SYSTEM = re.compile(r"^(libc|libm|libdl|libpthread|librt|ld-linux.*)\.so\b")


def output_of(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def libraries_of(program):
    """Paths by the names under which the program asks for them."""
    found = dict(re.findall(r"^\s*(\S+) => (/\S+)", output_of("ldd", str(program)), re.M))
    return {name: pathlib.Path(path) for name, path in sorted(found.items())
            if not OF_THE_SYSTEM.match(name)}


def licence_of(library):
    """Debian's copyright file of the package that a library came in."""
    for path in {str(library), str(library.resolve()), str(library.resolve()).removeprefix("/usr")}:
        owner = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if owner.returncode == 0:
            package = owner.stdout.split(":")[0]
            return package, pathlib.Path("/usr/share/doc", package, "copyright").read_bytes()
    raise SystemExit(f"make_wheel: no package owns {library}, so its licence is not known")


def stripped(source, folder, run_path):
    """A copy without symbols that looks for libraries in `run_path`."""
    copy = pathlib.Path(folder, "copy")
    shutil.copyfile(source, copy)
    subprocess.run(["strip", "--strip-unneeded", copy], check=True)
    subprocess.run(["patchelf", "--set-rpath", run_path, copy], check=True)
    return copy.read_bytes()


def contents(prefix, version, tag):
    program = prefix / "bin" / "leastwise"
    data, info = f"leastwise-{version}.data", f"leastwise-{version}.dist-info"
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        files[f"{data}/scripts/leastwise"] = stripped(program, folder, "$ORIGIN/../lib/leastwise")
        for name, path in libraries_of(program).items():
            files[f"{data}/data/lib/leastwise/{name}"] = stripped(path, folder, "$ORIGIN")
            package, licence = licence_of(path)
            files[f"{info}/licenses/{package}.txt"] = licence
    documents = prefix / "share" / "doc" / "leastwise"
    for name in ("LICENSE", "NOTICE"):
        files[f"{info}/licenses/{name}"] = (documents / name).read_bytes()
    for path in sorted((documents / "catalog" / "LICENSES").iterdir()):
        files[f"{info}/licenses/{path.name}"] = path.read_bytes()
    readme = (documents / "README.md").read_text(encoding="utf-8")
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: leastwise\nVersion: {version}\n"
        "Summary: Least-privilege linter for machine-learning workloads on AWS IAM\n"
        "License: Apache-2.0\nRequires-Python: >=3.7\nDescription-Content-Type: text/markdown\n\n"
        + readme).encode()
    files[f"{info}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: make_wheel.py\nRoot-Is-Purelib: false\n"
        f"Tag: py3-none-{tag}\n").encode()
    return files, f"{info}/RECORD"


def write(path, files, record):
    day = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))[:6]
    rows = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        def add(name, content):
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type = zipfile.ZIP_DEFLATED
            executable = "/scripts/" in name or ".so" in name
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            wheel.writestr(entry, content)
        for name, content in sorted(files.items()):
            add(name, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(content)}\n")
        add(record, "".join(rows) + f"{record},,\n")


def main():
    if len(sys.argv) != 3:
        raise SystemExit("usage: make_wheel.py PREFIX FOLDER")
    prefix, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    version = output_of(str(prefix / "bin" / "leastwise"), "version").split()[1]
    glibc = platform.libc_ver()[1].replace(".", "_")
    tag = f"manylinux_{glibc}_{platform.machine()}"
    path = folder / f"leastwise-{version}-py3-none-{tag}.whl"
    write(path, *contents(prefix, version, tag))
    print(path)


main()
