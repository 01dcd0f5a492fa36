// Package e2e tests the whole server from outside: a built binary, started as an operator would, with participants
// written in Go (here) and with real browsers (in browser/).
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
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

// server is a running alcove serve and the group that the tests meet in.
type server struct {
	t     *testing.T
	flags []string          // beside the addresses
	page  string            // base URL
	admin string            // base URL
	media string            // UDP address
	group string            // id
	links map[string]string // personal links of the group by first name
	jars  *jars             // of the browsers that they are opened with
	ctx   context.Context   // ends with the test's patience

	process *os.Process
	ended   chan error // of the process; buffered

	mu     sync.Mutex
	output bytes.Buffer // all that the server has printed, both streams
}

var (
	pageLine  = regexp.MustCompile(`(?m)^  page +(\S+)$`)
	adminRow  = regexp.MustCompile(`(?m)^  admin +(\S+) `)
	mediaLine = regexp.MustCompile(`(?m)^  media +UDP (\S+)$`)
	linkRow   = regexp.MustCompile(`(?m)^  (\S+) +(\S+) \S+ +(http\S+/join#\S+)$`)
)

// start runs a server with its demo group until the test ends.
func start(t *testing.T, flags ...string) *server {
	t.Helper()
	return startFor(t, patience, flags...)
}

// startFor is start for a test that takes its time.
func startFor(t *testing.T, patience time.Duration, flags ...string) *server {
	t.Helper()
	s := newServer(t, patience, flags...)
	s.launch("127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", "Fill the circle")
	s.group = "demo"
	for _, row := range linkRow.FindAllStringSubmatch(s.printed(), -1) {
		s.links[row[2]] = row[3]
	}
	return s
}

// newServer is a server that isn't running yet, and that ends with the test.
func newServer(t *testing.T, patience time.Duration, flags ...string) *server {
	t.Helper()
	s := &server{t: t, flags: flags, links: map[string]string{}, jars: &jars{}}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	s.ctx = ctx
	t.Cleanup(func() {
		defer cancel()
		if err := s.end(syscall.SIGTERM); err != nil {
			t.Errorf("the server ended with %v\n%s", err, s.printed())
		}
	})
	return s
}

// launch starts the process, and returns once it has printed a line that begins with last.
func (s *server) launch(listen, admin, media, last string) {
	s.t.Helper()
	args := append([]string{"serve", "--listen", listen, "--admin", admin, "--media", media}, s.flags...)
	cmd := exec.Command(binary, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd.Stderr = writer(s.print)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.process, s.ended = cmd.Process, make(chan error, 1)
	ready := make(chan struct{})
	go func() {
		s.read(out, last, ready)
		s.ended <- cmd.Wait()
	}()
	select {
	case <-ready:
	case <-s.ctx.Done():
		s.t.Fatalf("the server did not come up:\n%s", s.printed())
	}
	printed := s.printed()
	s.page, s.admin = pageLine.FindStringSubmatch(printed)[1], adminRow.FindStringSubmatch(printed)[1]
	s.media = mediaLine.FindStringSubmatch(printed)[1]
}

// end ends the process, if it is running, and says how it ended.
func (s *server) end(by os.Signal) error {
	process := s.process
	if process == nil {
		return nil
	}
	s.process = nil
	_ = process.Signal(by)
	_ = process.Signal(syscall.SIGCONT) // one that a test has stopped ends, too
	select {
	case err := <-s.ended:
		return err
	case <-time.After(patience):
		_ = process.Kill()
		return errors.Join(errors.New("it had to be killed"), <-s.ended)
	}
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

// read keeps what the server prints and closes ready after the line that begins with last.
func (s *server) read(out io.Reader, last string, ready chan<- struct{}) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		s.print(append(lines.Bytes(), '\n'))
		if ready != nil && strings.HasPrefix(lines.Text(), last) {
			close(ready)
			ready = nil
		}
	}
}

// call asks the admin address.
func (s *server) call(method, path string, out any) {
	s.t.Helper()
	s.send(method, path, nil, out)
}

// show returns what the admin address shows.
func (s *server) show(path string) string {
	s.t.Helper()
	status, text := s.ask(http.MethodGet, path, nil)
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, status, text)
	}
	return string(text)
}

// send asks the admin address, with a record.
func (s *server) send(method, path string, in, out any) {
	s.t.Helper()
	status, text := s.ask(method, path, in)
	if status >= http.StatusBadRequest {
		s.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			s.t.Fatal(err)
		}
	}
}

// ask asks the admin address and returns its answer, whatever it is.
func (s *server) ask(method, path string, in any) (status int, answer []byte) {
	s.t.Helper()
	var body io.Reader = http.NoBody
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			s.t.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(s.ctx, method, s.admin+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err = io.ReadAll(res.Body); err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// person returns the id of a member by first name.
func (s *server) person(first string) string {
	s.t.Helper()
	var people []struct{ Person, Name string }
	s.call(http.MethodGet, "/admin/groups/"+s.group+"/people", &people)
	for _, p := range people {
		if strings.HasPrefix(p.Name, first+" ") {
			return p.Person
		}
	}
	s.t.Fatalf("nobody is called %s", first)
	return ""
}

// token mints a fresh join token for a member.
func (s *server) token(first string) string {
	s.t.Helper()
	var token struct{ Token string }
	s.call(http.MethodPost, "/admin/groups/"+s.group+"/people/"+s.person(first)+"/token", &token)
	return token.Token
}

// jars keep cookies: everybody opens their link with a browser of their own, whichever server it leads to.
type jars struct {
	mu   sync.Mutex
	each map[string]http.CookieJar // by first name
}

// of returns the browser of a person.
func (j *jars) of(first string) *http.Client {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.each == nil {
		j.each = map[string]http.CookieJar{}
	}
	if j.each[first] == nil {
		j.each[first], _ = cookiejar.New(nil) // fails never
	}
	return &http.Client{Jar: j.each[first], Transport: &http.Transport{}}
}

// join lets a bot come in by a person's link; what is changes what it is like.
func (s *server) join(first string, like ...func(*bot.Config)) *bot.Bot {
	s.t.Helper()
	config := bot.Config{BaseURL: s.page, Link: s.links[first], HTTPClient: s.jars.of(first), Colour: 1, Tone: 1}
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
// do presses a button until it works: nothing has changed where the store was too slow for a moment.
func (s *server) do(b *bot.Bot, m protocol.FromBrowser) {
	s.t.Helper()
	for err := b.Do(s.ctx, m); err != nil; err = b.Do(s.ctx, m) {
		if refusal(err) != "unavailable" {
			s.t.Fatalf("%T: %v", m, err)
		}
		<-time.After(100 * time.Millisecond) // a person presses no faster
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
	s.do(dana, protocol.SessionStart{Open: true})
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
