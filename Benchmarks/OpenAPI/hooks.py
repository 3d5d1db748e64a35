import schemathesis


@schemathesis.serializer("application/edifact")
def edifact(context, value):
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(str(value), "utf-8")
