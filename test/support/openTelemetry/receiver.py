"""A receiver of traces (OTLP over HTTP, JSON) that decodes them by OpenTelemetry's own messages and refuses what these do
not have. Prints its port; GET /spans answers with everything it got."""

import base64
import json
import re
from http.server import BaseHTTPRequestHandler, HTTPServer

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

received = []


def decoded(body):
    """OTLP writes identifiers in hexadecimal where the JSON mapping of protobuf has base64; all else is that mapping."""
    message = json.loads(body)
    for resource in message["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                for key, digits in (("traceId", 32), ("spanId", 16), ("parentSpanId", 16)):
                    if key in span:
                        if not re.fullmatch("[0-9a-f]{%d}" % digits, span[key]):
                            raise ValueError(f"{key} is {span[key]!r}")
                        span[key] = base64.b64encode(bytes.fromhex(span[key])).decode()
    return json_format.ParseDict(message, ExportTraceServiceRequest(), ignore_unknown_fields=False)


def attributes(pairs):
    found = {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in pairs}
    if len(found) != len(pairs):
        raise ValueError("An attribute is there twice.")
    return found


def spans(request):
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                if len(span.trace_id) != 16 or len(span.span_id) != 8 or len(span.parent_span_id) not in (0, 8):
                    raise ValueError("An identifier has another length.")
                yield {
                    "trace": span.trace_id.hex(),
                    "id": span.span_id.hex(),
                    "parent": span.parent_span_id.hex(),
                    "name": span.name,
                    "kind": Span.SpanKind.Name(span.kind),
                    # Exact to the nanosecond only as texts.
                    "start": str(span.start_time_unix_nano),
                    "end": str(span.end_time_unix_nano),
                    "attributes": attributes(span.attributes),
                    "events": [
                        {"name": event.name, "time": str(event.time_unix_nano), "attributes": attributes(event.attributes)}
                        for event in span.events
                    ],
                    "status": Status.StatusCode.Name(span.status.code),
                    "message": span.status.message,
                    "scope": [scope.scope.name, scope.scope.version],
                    "resource": attributes(resource.resource.attributes),
                }


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            if self.path != "/v1/traces" or self.headers["content-type"] != "application/json":
                raise ValueError(f"{self.path} {self.headers['content-type']}")
            received.extend(spans(decoded(body)))
            self.answer(200, json_format.MessageToJson(ExportTraceServiceResponse()))
        except Exception as problem:
            self.answer(400, json.dumps({"message": f"{type(problem).__name__}: {problem}"}))

    def do_GET(self):
        self.answer(200, json.dumps(received))

    def answer(self, status, text):
        content = text.encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
