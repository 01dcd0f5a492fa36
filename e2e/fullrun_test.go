package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// run is a whole day of one server, with everybody in it known by words that are used for nothing else.
type run struct {
	*server
	canaries
	t       *testing.T
	redis   *redis
	proxy   *proxy
	portal  *portal
	people  map[string]*somebody // by display name
	at      string               // where the server listens, behind the proxy
	output  strings.Builder      // of all processes so far
	watched []string             // what the admin address showed
}

// somebody of the group.
type somebody struct {
	person, link, address string
	browser               *http.Client
	bots                  []*bot.Bot
}

// Everything about these people is invented, and is in no other file.
var cast = []struct{ roster, alias, display, role string }{
	{"Persephone Quillfeather", "", "Persephone", "therapist"},
	{"Bartholomew Nightingale", "", "Bartholomew", "client"},
	{"Clementine Saltmarsh", "Marigoldine", "Marigoldine", "client"},
	{"Theodosia Underhollow", "", "Theodosia", "client"},
	{"Evangeline Ravensworth", "", "Evangeline", "client"},
	{"Maximilian Thistlewood", "", "Maximilian", "client"},
	{"Wilhelmina Foxgloves", "", "Wilhelmina", "client"},
}

const (
	groupName = "Bereavement Wednesdays"
	hostName  = "Doctor Hollyhocks"
	askedName = "Wistfulberry"  // and staff agree
	deniedOne = "Secretivelark" // and they don't
	purpose   = "Unhurriedness in thornbushes"
	pronouns  = "wren/wrenself"
	language  = "Brambletongue"
)

func startRun(t *testing.T) *run {
	t.Helper()
	r := &run{t: t, people: map[string]*somebody{}, at: freeAddress(t)}
	password := "swordfish-of-the-deep-1867"
	r.release(t, ofRedis, password)
	r.redis, r.proxy, r.portal = startRedisWith(t, password), startProxy(t), newPortal(t, "riverside")
	r.proxy.lead(r.at)
	r.server = newServer(t, long, "--redis-url", r.redis.url(), "--key-dir", t.TempDir(), "--public-url", r.proxy.URL,
		"--trusted-proxy", "127.0.0.0/8", "--issuer", "riverside="+r.portal.file, "--log-json", "--log-level", "debug")
	r.up()
	var group struct{ ID string }
	r.send(http.MethodPost, "/admin/groups",
		map[string]any{"name": groupName, "hostName": hostName, "practice": "riverside"}, &group)
	r.group = group.ID
	r.release(t, ofRooms, group.ID)
	r.release(t, ofGroups, groupName)
	r.release(t, ofHosts, hostName)
	r.release(t, ofAsking, deniedOne)
	r.release(t, ofSession, purpose)
	r.release(t, ofSelf, pronouns, language)
	for i, one := range cast {
		r.enrol(one.roster, one.alias, one.display, one.role, fmt.Sprintf("203.0.113.%d", 71+i))
	}
	return r
}

func (r *run) enrol(roster, alias, display, role, address string) {
	r.t.Helper()
	var made struct{ Person, Link string }
	r.send(http.MethodPost, "/admin/groups/"+r.group+"/people",
		map[string]any{"name": roster, "alias": alias, "role": role}, &made)
	_, secret, _ := strings.Cut(made.Link, "#")
	r.release(r.t, ofRoster, strings.Fields(roster)[1])
	r.release(r.t, ofCircle, display)
	r.release(r.t, ofPeople, made.Person)
	r.release(r.t, ofLinks, secret)
	r.release(r.t, ofPlaces, address)
	r.people[display] = &somebody{person: made.Person, link: made.Link, address: address, browser: browserAt(r.t, address)}
}

func (r *run) up() {
	r.t.Helper()
	r.server.output.Reset()
	r.launch(r.at, "127.0.0.1:0", "127.0.0.1:0", "  media")
}

// down ends the process by a signal and keeps what it has printed.
func (r *run) down(by syscall.Signal) error {
	r.watch()
	err := r.end(by)
	r.output.WriteString(r.printed())
	return err
}

// watch keeps what the admin address shows to monitoring, and looks into Redis.
func (r *run) watch() {
	r.t.Helper()
	for _, path := range []string{
		"/metrics", "/debug/pprof/", "/debug/pprof/goroutine?debug=2", "/debug/pprof/heap?debug=1", "/debug/pprof/allocs?debug=1",
		"/debug/pprof/threadcreate?debug=1", "/debug/pprof/profile?seconds=1", "/debug/pprof/trace?seconds=1",
	} {
		r.watched = append(r.watched, r.show(path))
	}
	_, started := r.ask(http.MethodGet, "/debug/pprof/cmdline", nil) // the flags may hold the password of Redis
	r.watched = append(r.watched, string(started))
}

// comes lets somebody in by their link, or by a token.
func (r *run) comes(display, token string, like ...func(*bot.Config)) (*bot.Bot, error) {
	who := r.people[display]
	config := bot.Config{
		BaseURL: r.page, Link: who.link, Token: token, KeepFrames: true, HTTPClient: who.browser,
	}
	if token != "" && strings.Count(token, ".") == 2 {
		r.releaseSigned(r.t, ofTokens, token)
	}
	for _, change := range like {
		change(&config)
	}
	b, err := bot.Join(r.ctx, config)
	if err == nil {
		who.bots = append(who.bots, b)
		r.t.Cleanup(func() { _ = b.Close() })
		r.releaseSigned(r.t, ofTickets, b.Ticket())
	}
	for _, cookie := range who.browser.Jar.Cookies(&url.URL{Scheme: "http", Host: strings.TrimPrefix(r.page, "http://"), Path: "/"}) {
		r.release(r.t, ofCookies, cookie.Value)
	}
	return b, err
}

func (r *run) in(display, token string, like ...func(*bot.Config)) *bot.Bot {
	r.t.Helper()
	b, err := r.comes(display, token, like...)
	if err != nil {
		r.t.Fatalf("%s comes in: %v", display, err)
	}
	return b
}

// seat lets somebody in whom staff admit.
func (r *run) seat(dana *bot.Bot, display, token string, like ...func(*bot.Config)) *bot.Bot {
	r.t.Helper()
	b := r.in(display, token, like...)
	r.admit(dana, display)
	r.await(b, display+"'s seat", func(v protocol.View) bool { return v.Place == "circle" })
	return b
}

// mint has the server make a token.
func (r *run) mint(display string) string {
	r.t.Helper()
	var made struct{ Token string }
	r.send(http.MethodPost, "/admin/groups/"+r.group+"/people/"+r.people[display].person+"/token", nil, &made)
	r.releaseSigned(r.t, ofTokens, made.Token)
	return made.Token
}

func (r *run) turnedAway(display, token string) {
	r.t.Helper()
	if _, err := r.comes(display, token); !refused(err) {
		r.t.Errorf("%s with a bad token: %v, want a refusal", display, err)
	}
}

// A morning in which everything goes as it should, and people try what they may not.
func (r *run) morning() (dana *bot.Bot) {
	r.t.Helper()
	dana = r.in("Persephone", "", coloured(16))
	r.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	r.do(dana, protocol.SessionStart{Objective: purpose})
	portals := r.portal.token(r.page, r.group, r.people["Bartholomew"].person)
	bart := r.seat(dana, "Bartholomew", portals, coloured(1))
	mari := r.seat(dana, "Marigoldine", "", coloured(2))
	theo := r.seat(dana, "Theodosia", r.mint("Theodosia"), coloured(3))
	eva := r.seat(dana, "Evangeline", "")
	maxi := r.in("Maximilian", "") // waits
	r.turnedAway("Bartholomew", portals)
	r.turnedAway("Theodosia", r.mint("Theodosia")[:60])
	r.turnedAway("Theodosia", r.portal.token("https://elsewhere.example", r.group, r.people["Theodosia"].person))
	if _, err := r.comes("Wilhelmina", "", func(c *bot.Config) { c.Link = c.Link[:len(c.Link)-3] + "AAA" }); err == nil {
		r.t.Error("a wrong link has opened the room")
	}
	r.do(mari, protocol.NameAsk{Name: askedName})
	r.await(dana, "the question", func(v protocol.View) bool { return v.Circle.Seats[2].AskedName == askedName })
	r.do(dana, protocol.NameAnswer{Seat: 3, Agree: true})
	r.release(r.t, ofCircle, askedName)
	r.do(theo, protocol.NameAsk{Name: deniedOne})
	r.do(theo, protocol.PreferencesSet{Preferences: protocol.Preferences{Pronouns: pronouns, Language: language}})
	r.await(dana, "the other question", func(v protocol.View) bool { return v.Circle.Seats[3].AskedName == deniedOne })
	r.await(bart, "the new name", func(v protocol.View) bool { return v.Circle.Seats[2].Name == askedName })
	r.audible(theo, "Theodosia", tone(1))
	r.do(dana, protocol.SeatMute{Seat: 2})
	r.do(bart, protocol.HandRaise{})
	for _, offer := range r.offers() {
		_ = eva.SendRaw(r.ctx, offer)
	}
	r.do(dana, protocol.SeatHold{Seat: 4, Reason: protocol.Reason(room.ReasonWellbeing)})
	r.do(dana, protocol.PersonEndToday{Seat: 5, Reason: protocol.Reason(room.ReasonGroundRules)})
	<-eva.Done()
	if _, err := r.comes("Evangeline", ""); err == nil {
		r.t.Error("somebody came in again on the day that ended for them")
	}
	wilma := r.seat(dana, "Wilhelmina", "")
	r.call(http.MethodDelete, "/admin/groups/"+r.group+"/people/"+r.people["Wilhelmina"].person, nil)
	<-wilma.Done()
	if err := maxi.Leave(r.ctx); err != nil {
		r.t.Fatal(err)
	}
	r.watch()
	return dana
}

// offers are session descriptions that can't be answered, each with the client's address somewhere.
func (r *run) offers() [][]byte {
	const address = "203.0.113.75"
	var frames [][]byte
	for _, sdp := range []string{
		"v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=" + address + "\r\nt=0 0\r\n",
		"v=0\r\no=" + address + "\r\n",
		"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 " + address +
			"\r\na=candidate:1 1 udp 1 " + address + " 9 typ host\r\na=ice-ufrag:" + address + "\r\na=ice-pwd:" + strings.Repeat(address, 2) +
			"\r\na=fingerprint:" + address + " " + address + "\r\na=setup:actpass\r\na=mid:0\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\n",
	} {
		frame, err := protocol.EncodeFromBrowser(9, protocol.MediaOffer{SDP: sdp})
		if err != nil {
			r.t.Fatal(err)
		}
		frames = append(frames, frame)
	}
	return frames
}

// An afternoon in which Redis and the server itself fail.
func (r *run) afternoon(dana *bot.Bot) {
	r.t.Helper()
	back := func() {
		before := dana.Ticket()
		r.up()
		r.await(dana, "everybody's return", func(v protocol.View) bool {
			return dana.Ticket() != before && v.Circle != nil && len(v.Circle.Seats) == 3 && !v.Circle.Seats[1].Reconnecting && !v.Circle.Seats[2].Reconnecting
		})
		r.releaseSigned(r.t, ofTickets, dana.Ticket())
	}
	r.redis.freeze()
	if saved, err := dana.DoSaving(r.ctx, protocol.SeatMute{Seat: 3}); saved || err != nil {
		r.t.Errorf("a mute while Redis is frozen: saved %t, %v", saved, err)
	}
	who := r.people["Theodosia"]
	if token, answer := r.exchange(who.browser, who.link); token != "" || !strings.HasPrefix(answer, "503") {
		r.t.Errorf("an exchange while Redis is frozen: %s", answer)
	}
	r.redis.thaw()
	for err := errors.New("not yet"); err != nil; { // pressed until it works
		if err := dana.AwaitPings(r.ctx, 1); err != nil {
			r.t.Fatal(err)
		}
		err = dana.Do(r.ctx, protocol.SeatInvite{Seat: 3, Seen: dana.View().Staff.Restrictions})
	}
	_ = r.down(syscall.SIGKILL)
	back()
	if err := r.down(syscall.SIGTERM); err != nil {
		r.t.Errorf("the server ended with %v", err)
	}
	back()
	_ = r.down(syscall.SIGQUIT) // says where each goroutine was, as after a panic that nobody took care of
	back()
	r.redis.kill()
	if err := dana.AwaitPings(r.ctx, 2); err != nil {
		r.t.Fatal(err)
	}
	_ = r.down(syscall.SIGTERM)
	r.redis.launch()
}

func TestNothingOfAFullRunNamesAnybodyWhereItMayNot(t *testing.T) {
	t.Parallel()
	r := startRun(t)
	dana := r.morning()
	r.atHome()
	seen := r.redis.look(&r.canaries, r.server)
	for row, kind := range records {
		r.present(t, "the values of "+kind.key.String(), seen[row], kind.may...)
	}
	r.afternoon(dana)

	printed := r.output.String()
	for _, line := range []string{`"level":"ERROR"`, `the store of a room doesn't answer`, "goroutine ", "an offer could not be answered"} {
		if !strings.Contains(printed, line) {
			t.Errorf("control: the run has not printed %q", line)
		}
	}
	r.absent(t, "what the server has printed", printed)
	r.absent(t, "what monitoring has seen", strings.Join(r.watched, "\n"))
	requests, headers := r.proxy.log()
	if !strings.Contains(requests, "POST /api/exchange") || !strings.Contains(requests, "GET /ws") {
		t.Errorf("control: the proxy has seen %s", requests)
	}
	r.absent(t, "the first lines of requests", requests)
	r.absent(t, "the headers of requests", headers, ofPlaces, ofCookies)
	r.present(t, "the headers of requests", headers, ofPlaces, ofCookies)
	r.redis.look(&r.canaries, r.server)
	journal, saved := r.redis.everKept(), r.redis.everSaved(r.server)
	r.absent(t, "the journal of Redis", journal, ofRooms, ofGroups, ofHosts, ofPeople, ofRoster, ofCircle)
	r.present(t, "the journal of Redis", journal, ofPeople, ofRoster)
	if strings.Contains(journal, askedName) {
		t.Errorf("the journal of Redis holds %s, a name of one session", askedName)
	}
	r.absent(t, "the rooms in it, opened,", saved, ofPeople, ofRoster, ofCircle, ofAsking, ofSession, ofSelf)
	r.present(t, "the rooms in it, opened,", saved, ofPeople, ofRoster, ofCircle, ofAsking, ofSession, ofSelf)
	r.privately()
}

// atHome holds that canaries are found where they belong.
func (r *run) atHome() {
	r.t.Helper()
	r.present(r.t, "the roster", r.show("/admin/groups/"+r.group+"/people"), ofPeople, ofRoster, ofCircle)
	r.present(r.t, "the groups", r.show("/admin/groups"), ofRooms, ofGroups, ofHosts)
	staff := strings.Join(texts(r.people["Persephone"].bots[0].Frames()), "\n")
	r.present(r.t, "what a therapist was sent", staff, ofRoster, ofCircle, ofAsking, ofSession, ofSelf, ofTickets)
	waiting := strings.Join(texts(r.people["Maximilian"].bots[0].Frames()), "\n")
	r.present(r.t, "what a waiting person was sent", waiting, ofHosts, ofTickets)
}

// candidates finds what a browser is told of where media is.
var candidates = regexp.MustCompile(`candidate:\S+ \d+ \S+ \d+ (\S+) `)

// privately holds that nobody was sent what is another's: not who they are, what opens doors to them, or where they are.
func (r *run) privately() {
	r.t.Helper()
	for display, who := range r.people {
		frames := ""
		for _, b := range who.bots {
			frames += strings.Join(texts(b.Frames()), "\n")
			_ = b.Close()
		}
		may := []string{ofCircle, ofHosts, ofTickets}
		if display != "Maximilian" { // who only ever waits
			may = append(may, ofSession)
		}
		if display == "Persephone" {
			may = append(may, ofRoster)
		}
		if display == "Persephone" || display == "Theodosia" {
			may = append(may, ofAsking, ofSelf)
		}
		r.absent(r.t, "what "+display+" was sent", frames, may...)
		for _, found := range candidates.FindAllStringSubmatch(frames, -1) {
			if found[1] != "127.0.0.1" {
				r.t.Errorf("%s was told of media at %s", display, found[1])
			}
		}
		for other, another := range r.people {
			if other == display {
				continue
			}
			for _, b := range another.bots {
				if strings.Contains(frames, strings.Split(b.Ticket(), ".")[2]) {
					r.t.Errorf("%s was sent the ticket of %s", display, other)
				}
			}
		}
	}
}

func TestASettingThatCantBeReadKeepsItsSecret(t *testing.T) {
	t.Parallel()
	const secret = "swordfish-of-the-deep-1867"
	for _, address := range []string{"redis://:" + secret + "@[::1", "redis://:" + secret + "@127.0.0.1:1/0", ":" + secret + "@host:x"} {
		out, err := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--media", "127.0.0.1:0",
			"--redis-url", address).CombinedOutput()
		if err == nil || len(out) == 0 {
			t.Errorf("the server has started with %q", address)
		}
		if strings.Contains(string(out), "swordfish") {
			t.Errorf("it has printed %s", out)
		}
	}
}
