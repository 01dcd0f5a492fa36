package signaling

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alcove/auth"
	"alcove/room"
	"alcove/signaling/pipes"
	"alcove/signaling/protocol"
)

var dateLine = regexp.MustCompile(`(?m)^Date: .*\r\n`)

// ask sends an HTTP request as plain bytes and returns the whole answer but for the date.
func (w *world) ask(method, headers, body string) string {
	w.t.Helper()
	conn, err := w.wire.Dial(w.t.Context(), pipes.Home)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	request := fmt.Sprintf("%s /api/exchange HTTP/1.1\r\nHost: alcove.test\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s",
		method, len(body), headers, body)
	sent := make(chan struct{})
	go func() { // the answer may come before all is sent
		defer close(sent)
		_, _ = io.Copy(conn, strings.NewReader(request))
	}()
	var answer bytes.Buffer
	if _, err := io.Copy(&answer, conn); err != nil && err != net.ErrClosed { //nolint:errorlint // never wrapped
		w.t.Fatal(err)
	}
	_ = conn.Close()
	<-sent
	text := answer.String()
	if !dateLine.MatchString(text) {
		w.t.Fatalf("not an answer: %q", text)
	}
	return dateLine.ReplaceAllString(text, "")
}

// exchange shows a link, and a cookie if there is one.
func (w *world) exchange(link, cookie string) string {
	w.t.Helper()
	headers := ""
	if cookie != "" {
		headers = "Cookie: " + cookie + "\r\n"
	}
	return w.ask(http.MethodPost, headers, `{"link":"`+link+`"}`)
}

func TestEveryRefusedExchangeIsTheSameToTheByte(t *testing.T) {
	w := newWorld(t)
	ana, sam, dana := w.link("ana"), w.link("sam"), w.link("dana")
	if answer := w.exchange(ana, ""); !strings.Contains(answer, `{"token":"`) || strings.Contains(answer, "Set-Cookie") {
		t.Fatalf("control: a client's link was answered with %q", answer)
	}
	if answer := w.exchange(dana, ""); !strings.Contains(answer, `{"token":"`) || !strings.Contains(answer, "Set-Cookie") {
		t.Fatalf("control: the first use of a staff link was answered with %q", answer)
	}
	w.remove("sam")
	const want = "HTTP/1.1 403 Forbidden\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Type: application/json\r\n" +
		"Content-Length: 23\r\n\r\n" + `{"phone":"(555) 0100"}` + "\n"
	unknown := strings.Repeat("A", len(ana))
	post := func(body string) func() string { return func() string { return w.ask(http.MethodPost, "", body) } }
	for name, ask := range map[string]func() string{
		"a link that nobody made":     func() string { return w.exchange(unknown, "") },
		"a removed person's link":     func() string { return w.exchange(sam, "") },
		"bound to another browser":    func() string { return w.exchange(dana, "") },
		"another browser's cookie":    func() string { return w.exchange(dana, "alcove="+unknown) },
		"an odd cookie":               func() string { return w.exchange(dana, `alcove="; x=;;`) },
		"a link cut short":            func() string { return w.exchange(ana[1:], "") },
		"a huge link":                 func() string { return w.exchange(strings.Repeat("a", maxExchange), "") },
		"a megabyte":                  func() string { return w.exchange(strings.Repeat("a", 1<<20), "") },
		"no link":                     post(`{}`),
		"a number":                    post(`{"link":7}`),
		"a list":                      post(`[]`),
		"not JSON":                    post("link=" + ana),
		"a link and more":             post(`{"link":"` + ana + `"} x`),
		"nothing":                     post(""),
		"deep":                        post(strings.Repeat("[", 4000)),
		"a good link by GET":          func() string { return w.ask(http.MethodGet, "", `{"link":"`+ana+`"}`) },
		"a good link by PUT":          func() string { return w.ask(http.MethodPut, "", `{"link":"`+ana+`"}`) },
		"a method that doesn't exist": func() string { return w.ask("ALCOVE", "", `{"link":"`+ana+`"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			before := w.looked
			if got := ask(); got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			if n := w.looked - before; n != 1 {
				t.Errorf("a link was looked for %d times, want 1 as for every other", n)
			}
		})
	}
	w.t = t
	w.fail(true)
	known, other := w.exchange(ana, ""), w.exchange(unknown, "")
	if known != other || !strings.HasPrefix(known, "HTTP/1.1 503 ") {
		t.Errorf("in an outage a link was answered with %q, and one that nobody made with %q", known, other)
	}
}

func TestAStaffLinkIsKeptTogetherWithItsBrowser(t *testing.T) {
	for name, c := range map[string]struct {
		secure bool
		cookie string
		marks  []string
	}{
		"over TLS":   {true, "__Host-alcove", []string{"Path=/", "Max-Age=34560000", "HttpOnly", "Secure", "SameSite=Strict"}},
		"in a trial": {false, "alcove", []string{"Path=/", "Max-Age=34560000", "HttpOnly", "SameSite=Strict"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(config *Config) { config.Secure = c.secure })
			link := w.link("dana")
			set := regexp.MustCompile(`Set-Cookie: (` + c.cookie + `=[A-Za-z0-9_-]{32}); (.*)\r\n`)
			first := set.FindStringSubmatch(w.exchange(link, ""))
			if first == nil || !slices.Equal(strings.Split(first[2], "; "), c.marks) {
				t.Fatalf("the first use set %q, want %q", first, c.marks)
			}
			again := set.FindStringSubmatch(w.exchange(link, "other=1; "+first[1]))
			if again == nil || again[1] != first[1] {
				t.Errorf("the next day it set %q, want the same for as long again", again)
			}
			if answer := w.exchange(link, strings.ToUpper(first[1])); !strings.HasPrefix(answer, "HTTP/1.1 403 ") {
				t.Errorf("another cookie: %q", answer)
			}
			marcus := set.FindStringSubmatch(w.exchange(w.link("marcus"), first[1]))
			if marcus == nil || marcus[1] != first[1] {
				t.Errorf("a second link on the same browser set %q, want the secret that it has", marcus)
			}
		})
	}
}

func TestEveryRefusedHelloIsTheSameToTheByte(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam")
		dana.do(protocol.PersonEndToday{Seat: 2, Reason: protocol.Reason(room.ReasonAsked)})
		if bye, _ := circle[0].ending(); bye.Why != "today" || bye.ComeBack {
			t.Fatalf("Ana was told %+v, want that today is over for her", bye)
		}
		replayed, early := w.token("mei"), w.token("mei")
		once := w.dial()
		once.send(protocol.Hello{Protocol: protocol.Version, Token: replayed})
		once.until(func(protocol.View) bool { return true }) // control
		w.member("left", room.RoleTherapist)
		left := w.arrive("left")
		left.send(protocol.Leave{})
		if bye, _ := left.ending(); bye.Why != string(room.FarewellLeft) {
			t.Fatalf("whoever left was told %+v", bye)
		}
		synctest.Wait()
		w.remove("sam")
		stranger := auth.New(auth.NewKeys(), w, auth.Options{})
		forged, err := stranger.MintToken(t.Context(), "g", personOf("dana"))
		if err != nil {
			t.Fatal(err)
		}
		changed := once.ticket
		w.member("mei", room.RoleTherapist)
		for name, hello := range map[string]protocol.Hello{
			"no token at all":               {Token: "nobody"},
			"no ticket at all":              {Ticket: "nobody"},
			"a token twice":                 {Token: replayed},
			"a ticket as a token":           {Token: dana.ticket},
			"a token as a ticket":           {Ticket: w.token("dana")},
			"another server's token":        {Token: forged.Reveal()},
			"a bit turned over":             {Token: flipped(w.token("dana"))},
			"removed for today, new token":  {Token: w.token("ana")},
			"removed for today, her ticket": {Ticket: circle[0].ticket},
			"a removed person's ticket":     {Ticket: circle[1].ticket},
			"a ticket from before a change": {Ticket: changed},
			"a token from before a change":  {Token: early},
			"a token that is very long":     {Token: strings.Repeat("x", 50_000)},
			"a ticket of somebody who left": {Ticket: left.ticket},
			"a ticket with a role in it":    {Ticket: dana.ticket + `","role":"therapist`},
		} {
			hello.Protocol = protocol.Version
			p := w.dial()
			p.send(hello)
			_, code := p.ending()
			if got, want := string(p.seen), `{"type":"bye","data":{"why":"refused","comeBack":false}}`+"\n"; got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
			if code != closeOver {
				t.Errorf("%s: close code %d, want %d", name, code, closeOver)
			}
		}
		pass(stayTime)
		p := w.dial()
		p.send(protocol.Hello{Protocol: protocol.Version, Ticket: dana.ticket})
		if bye, code := p.ending(); bye.Why != whyRefused || code != closeOver {
			t.Errorf("a ticket past its time: %+v", bye)
		}
	})
}

// flipped turns over one bit of a token's signature.
func flipped(token string) string {
	i := len(token) - 10
	return token[:i] + string(token[i]^1) + token[i+1:]
}

func TestAttemptsAreCountedByAddressAndByPersonAndNeitherCanBeRead(t *testing.T) {
	w := newWorld(t)
	at := func(address string) string {
		t.Helper()
		before := len(w.attempts)
		client := w.wire.Client(netip.MustParseAddrPort(address))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://alcove.test/api/exchange", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if len(w.attempts) != before+1 {
			t.Fatalf("counted %d times", len(w.attempts)-before)
		}
		return w.attempts[before]
	}
	one := at("198.51.100.7:4000")
	if at("198.51.100.7:5000") != one || at("[::ffff:198.51.100.7]:4000") != one {
		t.Error("one address is counted as two")
	}
	if at("198.51.100.8:4000") == one {
		t.Error("two addresses are counted as one")
	}
	if at("[2001:db8:1:2::3]:1") != at("[2001:db8:1:2:ffff::4]:1") || at("[2001:db8:1:2::3]:1") == at("[2001:db8:1:3::3]:1") {
		t.Error("IPv6 is not counted by /64")
	}
	before := len(w.attempts)
	w.arrive("ana")
	w.arrive("ana")
	counted := w.attempts[before:] // address, person, address, person
	if len(counted) != 4 || counted[1] != counted[3] || counted[0] == counted[1] {
		t.Errorf("two arrivals were counted as %q", counted)
	}
	for _, who := range w.attempts {
		if !regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`).MatchString(who) || strings.Contains(who, "person") {
			t.Errorf("counted as %q", who)
		}
	}
}

func TestWhoeverTriesTooOftenIsToldWhenToComeBack(t *testing.T) {
	w := newWorld(t)
	link, ticket := w.link("ana"), w.arrive("ana").ticket
	w.wait = 2500 * time.Millisecond
	known, other := w.exchange(link, ""), w.exchange(strings.Repeat("A", len(link)), "")
	if known != other || !strings.HasPrefix(known, "HTTP/1.1 429 ") || !strings.Contains(known, "\r\nRetry-After: 3\r\n") {
		t.Errorf("a link was answered with %q, and one that nobody made with %q", known, other)
	}
	if !strings.HasSuffix(known, `{"phone":"(555) 0100"}`+"\n") {
		t.Errorf("the body is another one: %q", known)
	}
	w.wait = 0
	if answer := w.exchange(link, ""); !strings.Contains(answer, `{"token":"`) {
		t.Errorf("control: %q", answer)
	}
	p := w.dial()
	w.mu.Lock()
	w.wait = 2500 * time.Millisecond
	w.mu.Unlock()
	p.send(protocol.Hello{Protocol: protocol.Version, Ticket: ticket})
	if bye, code := p.ending(); bye.Why != whyTooMany || !bye.ComeBack || bye.AfterMS < 2500 || code != closeComeBack {
		t.Errorf("told %+v, want to come back in 2.5 s", bye)
	}
}

func TestWhileNobodyCountsForAllServersEachCountsForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		link := w.link("ana")
		w.fail(true)
		answers := map[string]int{}
		for range attemptsBurst + 10 {
			answers[w.exchange(link, "")[:len("HTTP/1.1 503")]]++
		}
		if answers["HTTP/1.1 503"] != attemptsBurst || answers["HTTP/1.1 429"] != 10 {
			t.Errorf("answered with %v", answers)
		}
		w.fail(false)
		pass(time.Minute)
		if answer := w.exchange(link, ""); !strings.Contains(answer, `{"token":"`) {
			t.Errorf("after a minute: %q", answer)
		}
	})
}
