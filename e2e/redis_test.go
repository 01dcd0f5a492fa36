package e2e

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// long is the patience of tests in which servers die, and Redis is away for ten seconds at a time.
const long = 5 * time.Minute

// anyone are the people of a group on Redis, beside Dana, who leads it.
var anyone = []string{"Ana", "Sam", "Mei", "Ravi", "Grace", "Luis", "Noor", "Tom", "Priya", "Walter", "Joy", "Kofi"}

// redis is a Redis of a test's own. It writes down every change before it answers, and listens on a socket file only.
type redis struct {
	t        *testing.T
	dir      string
	password string // none if empty
	process  *os.Process
	ended    chan struct{} // closed when the process has
}

// startRedis starts a Redis that ends with the test.
func startRedis(t *testing.T) *redis {
	t.Helper()
	return startRedisWith(t, "")
}

// startRedisWith is startRedis for one that asks for a password.
func startRedisWith(t *testing.T, password string) *redis {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") //nolint:usetesting // t.TempDir is too long for the path of a socket
	if err != nil {
		t.Fatal(err)
	}
	r := &redis{t: t, dir: dir, password: password}
	t.Cleanup(func() {
		r.kill()
		_ = os.RemoveAll(dir)
	})
	r.launch()
	return r
}

func (r *redis) socket() string { return filepath.Join(r.dir, "s") }

func (r *redis) url() string {
	if r.password == "" {
		return "unix://" + r.socket()
	}
	return "unix://:" + r.password + "@" + r.socket()
}

// launch starts the process on what the one before has written down.
func (r *redis) launch() {
	r.t.Helper()
	cmd := exec.Command("redis-server", "--port", "0", "--unixsocket", r.socket(), "--dir", r.dir,
		"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--requirepass", r.password)
	out, err := cmd.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		r.t.Fatalf("start redis-server (a Debian package): %v", err)
	}
	r.process, r.ended = cmd.Process, make(chan struct{})
	ready, over := make(chan struct{}), make(chan struct{})
	go func() {
		lines := bufio.NewScanner(out)
		for waiting := true; lines.Scan(); {
			if waiting && strings.Contains(lines.Text(), "accept connections") {
				close(ready)
				waiting = false
			}
		}
		close(over)
		_ = cmd.Wait() // says that it was killed
		close(r.ended)
	}()
	select {
	case <-ready:
	case <-over:
		r.t.Fatal("redis-server ended before it was ready")
	}
}

// kill ends the process without a word. Of what it has answered nothing is lost.
func (r *redis) kill() {
	if r.process == nil {
		return
	}
	_ = r.process.Kill()
	<-r.ended
	r.process = nil
}

func (r *redis) signal(s os.Signal) {
	r.t.Helper()
	if err := r.process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

func (r *redis) freeze() { r.t.Helper(); r.signal(syscall.SIGSTOP) }
func (r *redis) thaw()   { r.t.Helper(); r.signal(syscall.SIGCONT) }

// ask sends a command with the tool that comes with Redis, and returns its answer as lines.
func (r *redis) ask(args ...string) string {
	r.t.Helper()
	return r.askWith(nil, args...)
}

// askWith is ask with something for the tool to read.
func (r *redis) askWith(in io.Reader, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("redis-cli", append([]string{"-s", r.socket()}, args...)...)
	cmd.Stdin = in
	if r.password != "" {
		cmd.Env = append(os.Environ(), "REDISCLI_AUTH="+r.password)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("redis-cli %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// onRedis runs a server that remembers at url, with signing keys that it shares with others of the same folder.
func onRedis(t *testing.T, url, keys string, flags ...string) *server {
	t.Helper()
	return onRedisFor(t, long, url, keys, flags...)
}

// onRedisFor is onRedis for a test that takes its time.
func onRedisFor(t *testing.T, patience time.Duration, url, keys string, flags ...string) *server {
	t.Helper()
	s := newServer(t, patience, append(flags, "--redis-url", url, "--key-dir", keys)...)
	s.launch("127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", "  media")
	return s
}

// found makes the group that the test meets in.
func (s *server) found() {
	s.t.Helper()
	var group struct{ ID string }
	s.send(http.MethodPost, "/admin/groups", map[string]any{"name": "Tuesday", "clientMax": len(anyone)}, &group)
	s.group = group.ID
	s.enrol("Dana", "therapist")
	for _, name := range anyone {
		s.enrol(name, "client")
	}
}

func (s *server) enrol(first, role string) {
	s.t.Helper()
	var made struct{ Link string }
	s.send(http.MethodPost, "/admin/groups/"+s.group+"/people",
		map[string]any{"name": first + " Example", "role": role}, &made)
	s.links[first] = made.Link
}

// kill ends the process without a word.
func (s *server) kill() {
	s.t.Helper()
	_ = s.end(syscall.SIGKILL) // says that it was killed
}

// again starts the server once more, on the addresses that it had.
func (s *server) again() {
	s.t.Helper()
	host := func(url string) string {
		return strings.TrimPrefix(strings.ReplaceAll(url, "localhost", "127.0.0.1"), "http://")
	}
	s.mu.Lock()
	s.output.Reset()
	s.mu.Unlock()
	s.launch(host(s.page), host(s.admin), s.media, "  media")
}

// metric reads one number that the server shows to its operator.
func (s *server) metric(name string) string {
	s.t.Helper()
	for line := range strings.Lines(s.show("/metrics")) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	s.t.Fatalf("there is no metric %s", name)
	return ""
}
