#!/usr/bin/env python3
"""Makes a folder with one of each thing that programs which copy files get wrong, or lists a folder exactly.

    odd_tree.py make FOLDER      makes it, with what can be copied
    odd_tree.py spoil FOLDER     adds what cannot: a FIFO, a socket, links that lead out, ...; prints their names
    odd_tree.py list FOLDER      a line for each thing in it: kind, mode, time, size, hash or target, whether it has holes, name

Two folders are equal where the lists are. Names are bytes and are printed escaped.
"""

import hashlib
import os
import random
import socket
import stat
import sys

BLOCK = 512
MIB = 1 << 20

NAMES = [
    "café.txt".encode(),
    b"caf\xe9.txt",
    b"\xff\xfe",
    b"caf\xef\xbf\xbd.txt",  # what a careless program makes of the second
    "e\u0301 decomposed".encode(),
    "\u00e9 decomposed".encode(),
    b"Screenshot 10:11:12.png",
    b"aux.c",
    b"con",
    b"ends with a dot.",
    b"ends with a space ",
    b" ",
    b"...",
    b"new\nline",
    b"tab\there",
    b"bell\x07 and escape\x1b[31m",
    b"back\\slash",
    b"back\\x41slash",
    b"100%",
    b"%41",
    b"-rf",
    b"--force",
    b"~",
    b"$HOME `id` \"quoted\" 'too'",
    b"*?[a-z]{1,2}<>|",
    b"case",
    b"CASE",
    b".hidden",
    b"n" * 255,
    "\u202ecod.exe".encode(),  # right-to-left override
    "zero\u200bwidth\ufeff".encode(),
    "\U0001f54a".encode(),
]

MODES = [0o444, 0o400, 0o600, 0o640, 0o664, 0o666, 0o755, 0o777, 0o111]

# Seconds and nanoseconds since 1970: before it with a fraction, its first moment, beyond 32 bits.
TIMES = [(-1, 999_999_999), (-86_400 * 365 * 20, 123_456_789), (0, 0), (1, 1), (1_700_000_000, 123_456_789),
         (2**31 + 5, 7), (2**32 + 5, 500_000_000)]

SIZES = [0, 1, 4_095, 4_096, 65_537, 256 * 1024, 256 * 1024 + 1, MIB, 3 * MIB + 17]


def make(top):
    chance = random.Random(15)
    os.mkdir(top)
    make_names(sub(top, b"names"))
    for mode in MODES if os.geteuid() == 0 else filter(readable, MODES):
        os.chmod(write(sub(top, b"modes"), b"%04o" % mode, b"x" * mode), mode)
    for index, (seconds, fraction) in enumerate(TIMES):
        set_time(write(sub(top, b"times"), b"time-%d" % index, b"t"), seconds * 10**9 + fraction)
    for size in SIZES:
        write(sub(top, b"sizes"), b"%d" % size, chance.randbytes(size))
    make_holes(sub(top, b"holes"), chance)
    make_links(sub(top, b"links"))
    make_folders(sub(top, b"folders"))
    set_folder_times(top)


def readable(mode):
    return mode & 0o400


def make_names(folder):
    for name in NAMES:
        write(folder, name, b"content of " + name)
    inner = sub(folder, b"folder caf\xe9 \n")
    write(inner, b"inside", b"x")
    deep = folder
    for level in range(20):
        deep = sub(deep, b"level-%d-" % level + b"d" * 60)
    write(deep, b"deep", b"deep")


def make_holes(folder, chance):
    sparse(folder, b"two-pieces", 64 * MIB, [(0, b"begin"), (40 * MIB + 100, chance.randbytes(9_000))])
    sparse(folder, b"only-a-hole", 9 * MIB + 5, [])
    sparse(folder, b"at-the-end", 5 * MIB, [(5 * MIB - 3, b"end")])
    sparse(folder, b"small", 200 * 1024, [(150 * 1024, b"x")])
    write(folder, b"zeros-and-more", bytes(MIB) + chance.randbytes(4 * MIB))


def make_links(folder):
    write(folder, b"target", b"target")
    inner = sub(folder, b"inner")
    write(inner, b"file", b"file")
    for name, target in [(b"to-file", b"target"), (b"to-folder", b"inner"), (b"to-inside", b"inner/file"),
                         (b"dangling", b"nothing here"), (b"to-link", b"to-file"), (b"to-itself", b"to-itself"),
                         (b"here", b"."), (b"odd \xff", b"inner/\xff\n")]:
        os.symlink(target, os.path.join(folder, name))
    os.symlink(b"../target", os.path.join(inner, b"up"))
    os.symlink(b"../../sizes/1", os.path.join(inner, b"across"))


def make_folders(folder):
    sub(folder, b"empty")
    sub(sub(sub(folder, b"empty-in"), b"empty-in"), b"empty")
    private = sub(folder, b"private")
    write(private, b"secret", b"s")
    os.chmod(private, 0o700)
    read_only = sub(folder, b"read-only")
    write(read_only, b"file", b"f")
    os.chmod(read_only, 0o555)
    os.chmod(sub(folder, b"for-all"), 0o777)
    many = sub(folder, b"many")
    for index in range(1_100):  # more than one batch
        write(many, b"%d" % index, b"%d" % (index * index))


def spoil(top):
    """What is left out, by name; a device only where root makes one."""
    folder = sub(top, b"spoilt")
    write(folder, b"good", b"good")
    os.mkfifo(os.path.join(folder, b"fifo"))
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.join(folder, b"socket"))
    if os.geteuid() == 0:
        os.mknod(os.path.join(folder, b"device"), 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    for name, target in [(b"absolute", b"/etc/passwd"), (b"out", b"../../outside"), (b"around", b"good/../../../outside")]:
        os.symlink(target, os.path.join(folder, name))
    write(folder, b".x.paloma-part", b"part")
    for name in sorted(os.listdir(folder)):
        if name != b"good":
            print(shown(b"spoilt/" + name))


def sub(folder, name):
    inner = os.path.join(folder, name)
    os.makedirs(inner, exist_ok=True)
    return inner


def write(folder, name, content):
    file = os.path.join(folder, name)
    with open(file, "wb") as out:
        out.write(content)
    set_time(file, 1_600_000_000_000_000_000 + len(content) * 1_000_001)
    return file


def sparse(folder, name, size, pieces):
    file = write(folder, name, b"")
    with open(file, "r+b") as out:
        out.truncate(size)
        for offset, piece in pieces:
            out.seek(offset)
            out.write(piece)
    set_time(file, 1_500_000_000_000_000_000 + size)


def set_time(file, nanos):
    os.utime(file, ns=(nanos, nanos), follow_symlinks=False)


def set_folder_times(top):
    for index, (folder, _, _) in enumerate(os.walk(top, topdown=False)):
        set_time(folder, 1_400_000_000_000_000_000 + index * 1_000_000_007)


def lines(top):
    for folder, folders, files in os.walk(top):
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            yield line(path, os.path.relpath(path, top))
    yield line(top, b".")


def line(path, name):
    found = os.lstat(path)
    mode = stat.S_IMODE(found.st_mode)
    if stat.S_ISLNK(found.st_mode):
        return f"link - - - {shown(os.readlink(path))} - {shown(name)}"
    if stat.S_ISDIR(found.st_mode):
        return f"folder {mode:04o} {found.st_mtime_ns} - - - {shown(name)}"
    if not stat.S_ISREG(found.st_mode):
        return f"special {mode:04o} - - - - {shown(name)}"
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    # A quarter less on the disk than in the file: a file system may round what it allocates.
    holes = "holes" if found.st_blocks * BLOCK < found.st_size * 3 / 4 else "dense"
    return f"file {mode:04o} {found.st_mtime_ns} {found.st_size} {digest} {holes} {shown(name)}"


def shown(name):
    return ascii(name)[2:-1]


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("make", "spoil", "list"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    top = os.fsencode(sys.argv[2])
    if sys.argv[1] == "list":
        print("\n".join(sorted(lines(top))))
    else:
        (make if sys.argv[1] == "make" else spoil)(top)
    return 0


if __name__ == "__main__":
    sys.exit(main())
