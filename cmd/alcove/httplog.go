package main

import (
	"bytes"
	"log"
	"log/slog"
	"strings"
)

// httpLog takes what the HTTP servers complain of. Most of their lines name a browser's address, and some repeat what it
// has sent, so that only what is known to hold neither goes on.
func httpLog(to *slog.Logger) *log.Logger { return log.New(complaints{to}, "", 0) }

type complaints struct{ log *slog.Logger }

// Write takes one line of net/http, or several after a panic.
func (c complaints) Write(line []byte) (int, error) {
	first, stack, _ := bytes.Cut(line, []byte("\n"))
	switch text := string(first); {
	case strings.HasPrefix(text, "http: panic serving"): // its value may be anything
		c.log.Error("answering a request panicked", "stack", string(stack))
	case strings.HasPrefix(text, "http: Accept error"): // such as too many open files
		c.log.Error("a connection could not be accepted", "err", text)
	case strings.HasPrefix(text, "http: TLS handshake error"):
		c.log.Debug("a TLS handshake failed")
	default:
		c.log.Debug("an HTTP server complained")
	}
	return len(line), nil
}
