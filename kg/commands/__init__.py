"""The commands of `kg`, one module each: options in, one call to the package, a projection out.

Modules import at the top only what is light; the rest is imported when a command runs.
"""
