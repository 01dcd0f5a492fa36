package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// practice is one of several that share a server: its portal, its group, and the people of it. Every practice calls its
// people the same, and knows them by the same ids.
type practice struct {
	*server // sees its own group only
	portal  *portal
	dana    *bot.Bot
	ana     *bot.Bot
}

// ids are the people's, the same in every practice.
var ids = map[string]string{"Dana": "person-1", "Ana": "person-2", "Sam": "person-3"}

// practices are three on one server, each with a running session of Dana and Ana, whose seat is 2.
func practices(t *testing.T) []*practice {
	t.Helper()
	names := []string{"riverside", "hillside", "lakeside"}
	var all []*practice
	var flags []string
	for _, name := range names {
		p := newPortal(t, name)
		flags = append(flags, "--issuer", name+"="+p.file)
		all = append(all, &practice{portal: p})
	}
	shared := startFor(t, long, flags...)
	for i, p := range all {
		p.server = &server{t: t, ctx: shared.ctx, page: shared.page, admin: shared.admin, links: map[string]string{}, jars: &jars{}}
		var group struct{ ID string }
		p.send(http.MethodPost, "/admin/groups", map[string]any{"name": names[i], "practice": names[i]}, &group)
		p.group = group.ID
		for first, id := range ids {
			role := "client"
			if first == "Dana" {
				role = "therapist"
			}
			var made struct{ Link string }
			p.send(http.MethodPost, "/admin/groups/"+p.group+"/people",
				map[string]any{"person": id, "name": first + " Of" + names[i], "role": role}, &made)
			p.links[first] = made.Link
		}
		p.dana = p.join("Dana", listening)
		p.await(p.dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
		p.do(p.dana, protocol.SessionStart{Open: true})
		p.ana = p.enter(p.dana, "Ana", listening, keepingFrames)
	}
	return all
}

// settled returns what a therapist sees once everything that was under way has come.
func (p *practice) settled() protocol.View {
	p.t.Helper()
	if code := refusal(p.dana.Do(p.ctx, protocol.LobbyAdmit{Waiting: 1 << 20})); code != "nobody-there" {
		p.t.Fatalf("admitting nobody was answered with %s", code)
	}
	return p.dana.View()
}

// edited changes one word in a part of a token.
func edited(t *testing.T, token string, part int, from, to string) string {
	t.Helper()
	parts := strings.Split(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(parts[part])
	if err != nil || !strings.Contains(string(text), from) {
		t.Fatalf("the token holds no %q: %v", from, err)
	}
	parts[part] = base64.RawURLEncoding.EncodeToString([]byte(strings.ReplaceAll(string(text), from, to)))
	return strings.Join(parts, ".")
}

func TestWhatOnePracticeHasOpensNothingOfAnother(t *testing.T) {
	t.Parallel()
	all := practices(t)
	sam, room := ids["Sam"], func(p *practice) string { return p.group }
	for i, ours := range all {
		for j, theirs := range all {
			if i == j {
				continue
			}
			as := &portal{t: t, name: theirs.portal.name, private: ours.portal.private} // says that it is the other
			mixed := edited(t, ours.portal.token(ours.page, room(ours), sam), 1, ours.portal.name, theirs.portal.name)
			for what, open := range map[string]bot.Config{
				"a portal's token for the other's group":           {Token: ours.portal.token(ours.page, room(theirs), sam)},
				"a portal's token in the other's name":             {Token: as.token(ours.page, room(theirs), sam)},
				"a portal's token in the other's name for its own": {Token: as.token(ours.page, room(ours), sam)},
				"a portal's token with the other's name put in":    {Token: mixed},
				"a token with the other's group put in":            {Token: edited(t, ours.token("Sam"), 1, room(ours), room(theirs))},
				"a ticket with the other's group put in":           {Ticket: edited(t, ours.ana.Ticket(), 1, room(ours), room(theirs))},
			} {
				open.BaseURL = ours.page
				if _, err := bot.Join(ours.ctx, open); !refused(err) {
					t.Errorf("%s: %v, want a refusal", what, err)
				}
			}
		}
		// Controls: each of the doors opens to those whose it is, and shows them their own.
		for what, open := range map[string]func(*bot.Config){
			"a link":           func(*bot.Config) {},
			"a token":          func(c *bot.Config) { c.Token = ours.token("Sam") },
			"a portal's token": func(c *bot.Config) { c.Token = ours.portal.token(ours.page, room(ours), sam) },
		} {
			b := ours.join("Sam", listening, keepingFrames, open)
			ours.await(ours.dana, what, func(v protocol.View) bool {
				return slices.ContainsFunc(v.Staff.Waiting, func(w protocol.Waiting) bool {
					return w.RosterName == "Sam Of"+ours.portal.name
				})
			})
			if err := b.Leave(ours.ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, p := range all {
		frames := strings.Join(texts(p.ana.Frames()), "\n")
		for j, other := range all {
			if n := strings.Count(strings.Join(namesIn(p.settled()), " "), other.portal.name); (n > 0) != (i == j) {
				t.Errorf("%s sees %d names of %s", p.portal.name, n, other.portal.name)
			}
			if strings.Contains(frames, other.group) {
				t.Errorf("a client of %s was sent the id of a group", p.portal.name)
			}
		}
	}
}

func namesIn(v protocol.View) []string {
	var names []string
	for _, seat := range v.Circle.Seats {
		names = append(names, seat.RosterName)
	}
	return names
}

// What staff and administrators do at random to one practice's group changes nothing in the others', where everybody
// has the same ids, names, seats and numbers.
func TestWhatIsDoneInOnePracticeTouchesNoOther(t *testing.T) {
	t.Parallel()
	all := practices(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	draw := rand.New(rand.NewPCG(seed, 0))
	acts := map[string]func(p *practice){
		"mutes":             func(p *practice) { p.try(protocol.SeatMute{Seat: 2}) },
		"invites":           func(p *practice) { p.try(protocol.SeatInvite{Seat: 2, Seen: 1 << 20}) },
		"mutes all":         func(p *practice) { p.try(protocol.RoomMuteAll{}) },
		"stops a camera":    func(p *practice) { p.try(protocol.SeatCameraOff{Seat: 2, Reason: protocol.Reason(room.ReasonAsked)}) },
		"lowers a hand":     func(p *practice) { p.try(protocol.SeatHandLower{Seat: 2}) },
		"raises a hand":     func(p *practice) { _ = p.ana.Do(p.ctx, protocol.HandRaise{}) },
		"asks for a name":   func(p *practice) { _ = p.ana.Do(p.ctx, protocol.NameAsk{Name: fmt.Sprint("Ann", draw.IntN(9))}) },
		"agrees to it":      func(p *practice) { p.try(protocol.NameAnswer{Seat: 2, Agree: true}) },
		"lets a browser in": func(p *practice) { p.knock(); p.try(protocol.LobbyAdmitAll{}) },
		"holds":             func(p *practice) { p.try(protocol.SeatHold{Seat: 2, Reason: protocol.Reason(room.ReasonAsked)}) },
		"ends Sam's today": func(p *practice) {
			v := p.settled()
			for _, w := range v.Staff.Waiting {
				if w.RosterName == "Sam Of"+p.portal.name {
					p.try(protocol.PersonEndToday{Waiting: w.Waiting, Reason: protocol.Reason(room.ReasonAsked)})
				}
			}
		},
		"removes Sam": func(p *practice) { p.attempt(http.MethodDelete, p.group, "", nil) },
		"enrols Sam": func(p *practice) {
			p.attempt(http.MethodPost, p.group, "", map[string]any{"person": ids["Sam"], "name": "Sam Of" + p.portal.name, "role": "client"})
		},
		"makes a new link": func(p *practice) { p.attempt(http.MethodPost, p.group, "/link", nil) },
	}
	names := make([]string, 0, len(acts))
	for name := range acts {
		names = append(names, name)
	}
	slices.Sort(names)
	changed := map[string]bool{}
	before := make([]string, len(all))
	for i, p := range all {
		before[i] = steady(p.settled())
	}
	pace := time.NewTicker(150 * time.Millisecond) // whoever sends more than 20 messages a second is cut off
	defer pace.Stop()
	for range 120 {
		<-pace.C
		name, who := names[draw.IntN(len(names))], draw.IntN(len(all))
		acts[name](all[who])
		for i, p := range all {
			after := steady(p.settled())
			if i != who && after != before[i] {
				t.Fatalf("seed %d: when %s %s, %s became %s", seed, all[who].portal.name, name, before[i], after)
			}
			changed[name] = changed[name] || after != before[i]
			before[i] = after
		}
	}
	maps.DeleteFunc(changed, func(_ string, seen bool) bool { return !seen })
	if len(changed) < 5 {
		t.Errorf("control: only %v changed anything where they were done", changed)
	}
	for _, p := range all { // whatever became of Sam elsewhere
		var people []struct{ Person, Name string }
		p.call(http.MethodGet, "/admin/groups/"+p.group+"/people", &people)
		for _, one := range people {
			if !strings.HasSuffix(one.Name, " Of"+p.portal.name) {
				t.Errorf("%s has a member of another", p.portal.name)
			}
		}
	}
}

// try does what staff may do, whatever the answer: what it changes is looked at.
func (p *practice) try(m protocol.FromBrowser) { _ = p.dana.Do(p.ctx, m) }

// knock lets Sam come to the lobby, if he may.
func (p *practice) knock() {
	b, err := bot.Join(p.ctx, bot.Config{BaseURL: p.page, Link: p.links["Sam"]})
	if err != nil {
		return
	}
	p.t.Cleanup(func() { _ = b.Close() })
	if _, err := b.Await(p.ctx, func(v protocol.View) bool { return v.You.Ready || v.Place == "circle" }); err != nil {
		p.t.Fatal(err)
	}
}

// attempt asks the admin address about Sam, whatever the answer.
func (p *practice) attempt(method, group, what string, in any) {
	p.t.Helper()
	path := "/admin/groups/" + group + "/people"
	if in == nil {
		path += "/" + ids["Sam"] + what
	}
	status, answer := p.ask(method, path, in)
	var made struct{ Link string }
	if status < http.StatusBadRequest && json.Unmarshal(answer, &made) == nil && made.Link != "" {
		p.links["Sam"] = made.Link
	}
}

// steady is a view without what the machine's own pace may change.
func steady(v protocol.View) string {
	now := standingOf(v)
	now.Seats, now.Waiting = slices.Clone(now.Seats), slices.Clone(now.Waiting)
	for i := range now.Seats {
		now.Seats[i].Reconnecting, now.Seats[i].PoorLine = false, false
	}
	for i := range now.Waiting {
		now.Waiting[i].Reconnecting = false
	}
	return fmt.Sprintf("%+v", now)
}
