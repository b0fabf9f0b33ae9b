"""`python -m tests.deploy.confined run`: the bot with no more of the kernel than bot.service leaves it."""

import ctypes
import errno
import os
import runpy
import socket
import sys

from tests.deploy.unit import allowed_calls, values

_ALLOW, _ERRNO, _EQUAL = 0x7FFF0000, 0x00050000, 4
_PR_SET_MDWE = 65


class _Compared(ctypes.Structure):
    """One argument of a call, against a number."""

    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def confine() -> None:
    """For good, and for every process that this one starts."""
    if "yes" in values("MemoryDenyWriteExecute"):
        _done(ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_MDWE, 1, 0, 0, 0))
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(_ERRNO | errno.EPERM))
    for call in sorted(allowed_calls() - {"socket", "clone3"}):
        number = seccomp.seccomp_syscall_resolve_name(call.encode())
        if number >= 0:
            _done(seccomp.seccomp_rule_add_array(context, _ALLOW, number, 0, None))
    # RestrictNamespaces= cannot look into its arguments, and has it not be there.
    clone3 = seccomp.seccomp_syscall_resolve_name(b"clone3")
    _done(seccomp.seccomp_rule_add_array(context, _ERRNO | errno.ENOSYS, clone3, 0, None))
    _allow_families(seccomp, context)
    _done(seccomp.seccomp_load(context))


def _allow_families(seccomp: ctypes.CDLL, context: ctypes.c_void_p) -> None:
    call = seccomp.seccomp_syscall_resolve_name(b"socket")
    for family in values("RestrictAddressFamilies")[0].split():
        compared = _Compared(0, _EQUAL, getattr(socket, family), 0)
        _done(seccomp.seccomp_rule_add_array(context, _ALLOW, call, 1, ctypes.byref(compared)))


def _done(result: int) -> None:
    if result != 0:
        raise OSError(-result, os.strerror(abs(result)))


if __name__ == "__main__":
    confine()
    sys.argv[0] = "bot"
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
