package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"

	"alcove/bot"
)

// from is a browser at an address of its own, behind a proxy that the server trusts.
type from struct {
	address string
	plain   *http.Transport
}

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Forwarded-For", f.address)
	return f.plain.RoundTrip(r)
}

// browser returns the nth of many browsers, each with its own address and cookies.
func browser(t *testing.T, n int) *http.Client {
	t.Helper()
	return browserAt(t, fmt.Sprintf("198.51.100.%d", n))
}

// browserAt returns a browser with an address of its own.
func browserAt(t *testing.T, address string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Transport: from{
		address: address, plain: &http.Transport{DisableKeepAlives: true},
	}}
}

// exchange shows a link to the server, and returns the token or nothing, and the whole answer.
func (s *server) exchange(by *http.Client, link string) (token, answer string) {
	_, secret, _ := strings.Cut(link, "#")
	body, err := json.Marshal(map[string]string{"link": secret})
	if err != nil {
		s.t.Error(err)
		return "", ""
	}
	req, err := http.NewRequestWithContext(s.ctx, http.MethodPost, s.page+"/api/exchange", bytes.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return "", ""
	}
	res, err := by.Do(req)
	if err != nil {
		s.t.Error(err)
		return "", ""
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Error(err)
	}
	var opened struct{ Token string }
	_ = json.Unmarshal(text, &opened) // a refusal holds no token
	res.Header.Del("Date")
	return opened.Token, fmt.Sprintf("%s %v %s", res.Status, res.Header, text)
}

// together runs one of several servers that browsers know under one name, behind a proxy.
func together(t *testing.T, r *redis, keys string) *server {
	t.Helper()
	s := newServer(t, long, "--redis-url", r.url(), "--key-dir", keys,
		"--public-url", "http://alcove.test", "--trusted-proxy", "127.0.0.0/8")
	address := freeAddress(t)
	s.launch(address, "127.0.0.1:0", "127.0.0.1:0", "  media")
	s.page = "http://" + address
	return s
}

// each runs n calls on each of the servers, which start together.
func each(n int, servers []*server, call func(i int, s *server)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n * len(servers) {
		all.Go(func() { <-start; call(i, servers[i%len(servers)]) })
	}
	close(start)
	all.Wait()
}

func TestOfManyUsesOnTwoServersExactlyOneSucceeds(t *testing.T) {
	t.Parallel()
	r := startRedis(t)
	keys := t.TempDir()
	servers := []*server{together(t, r, keys), together(t, r, keys)}
	one, two := servers[0], servers[1]
	one.found()
	two.group, two.links = one.group, one.links
	const uses = 100

	t.Run("of one token", func(t *testing.T) {
		token := one.token("Ana")
		var mu sync.Mutex
		var joined []*bot.Bot
		each(uses, servers, func(i int, s *server) {
			b, err := bot.Join(s.ctx, bot.Config{
				BaseURL: s.page, Token: token, NoResume: true, HTTPClient: browser(t, i),
			})
			switch {
			case err == nil:
				mu.Lock()
				defer mu.Unlock()
				joined = append(joined, b)
			case !refused(err):
				t.Errorf("neither let in nor refused: %v", err)
			}
		})
		for _, b := range joined {
			_ = b.Close()
		}
		if len(joined) != 1 {
			t.Errorf("%d browsers came in by one token", len(joined))
		}
	})

	t.Run("of one staff link by different browsers", func(t *testing.T) {
		browsers := make([]*http.Client, 2*uses)
		tokens, answers := make([]string, 2*uses), make([]string, 2*uses)
		for i := range browsers {
			browsers[i] = browser(t, i)
		}
		each(uses, servers, func(i int, s *server) {
			tokens[i], answers[i] = s.exchange(browsers[i], one.links["Dana"])
		})
		winner, refusals := -1, map[string]int{}
		for i, token := range tokens {
			if token == "" {
				refusals[answers[i]]++
				continue
			}
			if winner >= 0 {
				t.Error("a second browser has opened it")
			}
			winner = i
		}
		if winner < 0 || len(refusals) != 1 {
			t.Fatalf("browser %d has opened it; %d different refusals", winner, len(refusals))
		}
		for _, s := range servers { // the next day
			if token, _ := s.exchange(browsers[winner], one.links["Dana"]); token == "" {
				t.Error("it doesn't open for its own browser any more")
			}
		}
		loser, _ := url.Parse(one.page)
		if n := len(browsers[(winner+1)%(2*uses)].Jar.Cookies(loser)); n != 0 {
			t.Errorf("a refused browser was given %d cookies", n)
		}
		_, unknown := two.exchange(browser(t, 1), "#"+strings.Repeat("A", 32))
		if refusals[unknown] == 0 {
			t.Errorf("a link that nobody made is refused otherwise: %s", unknown)
		}
	})

	if keys := r.ask("KEYS", "*"); strings.Contains(keys, "198.51.100") || !strings.Contains(keys, ":rate:") {
		t.Errorf("of the keys in Redis one holds an address, or none counts attempts:\n%s", keys)
	}
}
