// Package e2e tests the whole server from outside: a built binary, started as an operator would, with participants
// written in Go (here) and with real browsers (in browser/).
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// patience is how long a test waits for anything before it gives up. It bounds nothing that is claimed.
const patience = 60 * time.Second

var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "alcove-e2e")
	if err != nil {
		log.Fatal(err)
	}
	binary = filepath.Join(dir, "alcove")
	build := exec.Command("go", "build", "-o", binary, "../cmd/alcove")
	if out, err := build.CombinedOutput(); err != nil {
		log.Fatalf("build: %v\n%s", err, out)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	if err := goleak.Find(); code == 0 && err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// server is a running alcove serve, with its demo group.
type server struct {
	t     *testing.T
	page  string            // base URL
	admin string            // base URL
	links map[string]string // personal links of the demo group by first name
	ctx   context.Context   // ends with patience

	mu     sync.Mutex
	output bytes.Buffer // all that the server has printed, both streams
}

var (
	pageLine = regexp.MustCompile(`(?m)^  page +(\S+)$`)
	adminRow = regexp.MustCompile(`(?m)^  admin +(\S+) `)
	linkRow  = regexp.MustCompile(`(?m)^  (\S+) +(\S+) \S+ +(http\S+/join#\S+)$`)
)

// start runs a server until the test ends.
func start(t *testing.T, flags ...string) *server {
	t.Helper()
	s := &server{t: t, links: map[string]string{}}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	s.ctx = ctx
	args := append([]string{
		"serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--media", "127.0.0.1:0",
	}, flags...)
	cmd := exec.Command(binary, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = writer(s.print)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	read := make(chan struct{})
	go func() { defer close(read); s.read(out, ready) }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-read
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v\n%s", err, s.printed())
		}
	})
	select {
	case <-ready:
	case <-ctx.Done():
		t.Fatalf("the server did not come up:\n%s", s.printed())
	}
	printed := s.printed()
	s.page, s.admin = pageLine.FindStringSubmatch(printed)[1], adminRow.FindStringSubmatch(printed)[1]
	for _, row := range linkRow.FindAllStringSubmatch(printed, -1) {
		s.links[row[2]] = row[3]
	}
	return s
}

// writer is a function that takes what is written.
type writer func([]byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }

func (s *server) print(p []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = s.output.Write(p)
}

func (s *server) printed() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output.String()
}

// read keeps what the server prints and closes ready after the last line of its greeting.
func (s *server) read(out io.Reader, ready chan<- struct{}) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		s.print(append(lines.Bytes(), '\n'))
		if strings.HasPrefix(lines.Text(), "Fill the circle") {
			close(ready)
		}
	}
}

// call asks the admin address.
func (s *server) call(method, path string, out any) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.ctx, method, s.admin+path, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= http.StatusBadRequest {
		body, _ := io.ReadAll(res.Body)
		s.t.Fatalf("%s %s: %s %s", method, path, res.Status, body)
	}
	if out != nil {
		if err := json.NewDecoder(res.Body).Decode(out); err != nil {
			s.t.Fatal(err)
		}
	}
}

// person returns the id of a member of the demo group by first name.
func (s *server) person(first string) string {
	s.t.Helper()
	var people []struct{ Person, Name string }
	s.call(http.MethodGet, "/admin/groups/demo/people", &people)
	for _, p := range people {
		if strings.HasPrefix(p.Name, first+" ") {
			return p.Person
		}
	}
	s.t.Fatalf("nobody is called %s", first)
	return ""
}

// token mints a fresh join token for a member of the demo group.
func (s *server) token(first string) string {
	s.t.Helper()
	var token struct{ Token string }
	s.call(http.MethodPost, "/admin/groups/demo/people/"+s.person(first)+"/token", &token)
	return token.Token
}

// join lets a bot come in by a person's link; what is changes what it is like.
func (s *server) join(first string, like ...func(*bot.Config)) *bot.Bot {
	s.t.Helper()
	config := bot.Config{BaseURL: s.page, Link: s.links[first], Colour: 1, Tone: 1}
	for _, change := range like {
		change(&config)
	}
	b, err := bot.Join(s.ctx, config)
	if err != nil {
		s.t.Fatalf("%s comes in: %v", first, err)
	}
	s.t.Cleanup(func() { _ = b.Close() })
	return b
}

func coloured(n int) func(*bot.Config) {
	return func(c *bot.Config) { c.Colour, c.Tone = bot.Colour(n), bot.Tone(n) }
}

func keepingFrames(c *bot.Config) { c.KeepFrames = true }

// do carries out a command that must succeed.
func (s *server) do(b *bot.Bot, m protocol.FromBrowser) {
	s.t.Helper()
	if err := b.Do(s.ctx, m); err != nil {
		s.t.Fatalf("%T: %v", m, err)
	}
}

func (s *server) await(b *bot.Bot, what string, want func(protocol.View) bool) protocol.View {
	s.t.Helper()
	v, err := b.Await(s.ctx, want)
	if err != nil {
		s.t.Fatalf("await %s: %v; the view is %+v", what, err, b.View())
	}
	return v
}

// circle is a running session with a therapist, whose seat is 1, and clients on the seats from 2, in this order.
func (s *server) circle(clients ...string) (dana *bot.Bot, seated []*bot.Bot) {
	s.t.Helper()
	dana = s.join("Dana", coloured(16))
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{})
	for i, name := range clients {
		seated = append(seated, s.enter(dana, name, coloured(i+1)))
	}
	return dana, seated
}

// enter lets one more client come in, wait and be admitted.
func (s *server) enter(dana *bot.Bot, name string, like ...func(*bot.Config)) *bot.Bot {
	s.t.Helper()
	b := s.join(name, like...)
	s.admit(dana, name)
	s.await(b, name+"'s seat", func(v protocol.View) bool { return v.Place == "circle" })
	return b
}

// admit lets in whoever waits under a name, once they are ready.
func (s *server) admit(dana *bot.Bot, name string) {
	s.t.Helper()
	waiting := 0
	s.await(dana, name+" waiting", func(v protocol.View) bool {
		for _, w := range v.Staff.Waiting {
			if w.Name == name && w.Ready {
				waiting = w.Waiting
				return true
			}
		}
		return false
	})
	s.do(dana, protocol.LobbyAdmit{Waiting: waiting})
}
