#include <mosquitto.h>

// The way in which acknowledgements are held back until a commit (see MQTTSession.swift) rests on how this library
// queues its packets. It was read and tested for 2.0; another major version needs the contract tests run first.
#if LIBMOSQUITTO_MAJOR != 2
#error "libmosquitto 2 is needed: later versions must first pass the acknowledgement contract tests"
#endif
