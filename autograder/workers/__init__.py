"""Who marks: processes of this machine, or those of a cluster."""
