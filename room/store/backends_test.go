package store

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// calm is enough patience for a busy test machine.
const calm = 10 * time.Second

// open returns a store of its own for this test; url is empty for the one in this process.
func open(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: url, Prefix: t.Name() + ":", Patience: calm})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// server is a real Redis of this test's own.
type server struct {
	url     string
	socket  string
	process *os.Process
}

// startRedis starts a Redis that listens on a socket file only and ends with the test. Arguments, the file of a
// configuration first, go before the test's own.
func startRedis(t *testing.T, arguments ...string) server {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") //nolint:usetesting // t.TempDir is too long for the path of a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return startIn(t, dir, arguments...)
}

// startIn is startRedis in a folder whose data, if there is any, it goes on from.
func startIn(t *testing.T, dir string, arguments ...string) server {
	t.Helper()
	socket := filepath.Join(dir, "s")
	if len(arguments) == 0 {
		arguments = []string{"--save", "", "--appendonly", "no"}
	}
	command := exec.Command("redis-server", append(slices.Clone(arguments), "--port", "0", "--unixsocket", socket, "--dir", dir)...)
	said, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("start redis-server (a Debian package): %v", err)
	}
	ready, over := make(chan struct{}), make(chan struct{})
	go func() { // ends with the child's standard output
		defer close(over)
		listen(bufio.NewScanner(said), ready)
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill()
		<-over
		_ = command.Wait()
	})
	select {
	case <-ready:
	case <-over:
		t.Fatal("redis-server ended before it was ready")
	}
	return server{url: "unix://" + socket, socket: socket, process: command.Process}
}

// listen reads everything that Redis says, and closes ready once it takes connections.
func listen(said *bufio.Scanner, ready chan<- struct{}) {
	for waiting := true; said.Scan(); {
		if waiting && strings.Contains(said.Text(), "accept connections") {
			close(ready)
			waiting = false
		}
	}
}

// freeze stops the server without closing its connections, until thaw.
func (s server) freeze(t *testing.T) (thaw func()) {
	t.Helper()
	signal := func(sig os.Signal) {
		if err := s.process.Signal(sig); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	return func() { signal(syscall.SIGCONT) }
}
