package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestAPanicOfAHandlerLeavesAStackAndNobodysAddress(t *testing.T) {
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ErrorLog: httpLog(log), Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic("Ana Ramirez")
	})}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener) // says that it was closed
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if answer, _ := io.ReadAll(conn); len(answer) != 0 { // ends once the server has logged
		t.Errorf("the answer is %q", answer)
	}
	from := conn.LocalAddr().String()
	_ = conn.Close()
	_ = server.Close()
	<-served
	if text := said.String(); !strings.Contains(text, "TestAPanicOfAHandler") || !strings.Contains(text, "level=ERROR") {
		t.Errorf("the panic is not to be found in %s", text)
	}
	if text := said.String(); strings.Contains(text, from) || strings.Contains(text, "Ramirez") {
		t.Errorf("the log says more than it may: %s", text)
	}
}

func TestOfWhatHTTPServersComplainOnlyOursGoesOn(t *testing.T) {
	for line, want := range map[string]string{
		"http: TLS handshake error from 203.0.113.7:41022: EOF":                   "a TLS handshake failed",
		"http: response.Write on hijacked connection from 203.0.113.7":            "an HTTP server complained",
		"http: Accept error: accept tcp 127.0.0.1:80: too many open files; retry": "too many open files",
	} {
		var said bytes.Buffer
		log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
		httpLog(log).Print(line)
		if text := said.String(); !strings.Contains(text, want) || strings.Contains(text, "203.0.113.7") {
			t.Errorf("%q became %q", line, text)
		}
	}
}
