"""Judges the rows on standard input: stream.py LIBRARY FACILITIES < DATA (the standard library alone)."""
import ctypes as c
import sys


class Error(c.Structure):
    _fields_ = [("size", c.c_size_t), ("place", c.c_char * 256), ("cause", c.c_char * 1024), ("remedy", c.c_char * 512)]


class Finding(c.Structure):
    _fields_ = [("size", c.c_size_t)] + [(name, c.c_char_p) for name in (
        "id verdict enterprise_id outlet_id factor factor_name statistic from_ to measured min max unit exceedance "
        "standard clause reason json").split()]


class Account(c.Structure):
    _fields_ = [("size", c.c_size_t)] + [(name, c.c_uint64) for name in (
        "read rejected unmatched duplicates open_windows compliant violation not_met undetermined exempt "
        "not_applicable").split()]


Each = c.CFUNCTYPE(c.c_int, c.c_void_p, c.POINTER(Finding))
library = c.CDLL(sys.argv[1])
error = Error(size=c.sizeof(Error))


def call(name, *arguments):
    if getattr(library, "huanchi_" + name)(*arguments, c.byref(error)):
        sys.exit("; ".join(t.decode() for t in (error.place, error.cause, error.remedy)))


@Each
def show(_, finding):
    print(finding.contents.json.decode())
    return 0


rules, sites, stream = c.c_void_p(), c.c_void_p(), c.c_void_p()
facilities = open(sys.argv[2], "rb").read()
call("rules_load", None, c.c_size_t(0), None, c.byref(rules))
call("sites_bind", rules, facilities, c.c_size_t(len(facilities)), 0, c.byref(sites))
call("stream_open", sites, None, c.byref(stream))
for line in sys.stdin.buffer:
    call("stream_push", stream, line, c.c_size_t(len(line)))
account = Account(size=c.sizeof(Account))
call("stream_take", stream, show, None, c.byref(account))
print(f"{account.read} rows, {account.violation} violations", file=sys.stderr)
library.huanchi_stream_free(stream)
library.huanchi_sites_free(sites)
library.huanchi_rules_free(rules)
sys.exit(account.violation > 0)
