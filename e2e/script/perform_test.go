package script_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"alcove/room"
	"alcove/signaling/protocol"
)

// recording is what a performance has left: for each person what reached their page in each step, for each step what
// could flow, and which messages were sent.
type recording struct {
	Base   time.Time             `json:"base"` // when it began
	At     []int64               `json:"at"`   // when each step was over, in milliseconds since Base
	People map[string][][]string `json:"people"`

	flows []map[string]string
	said  map[string]bool
}

// performance is one that is under way.
type performance struct {
	t        *testing.T
	practice *practice
	pages    map[string]*page
	began    time.Time
	poor     map[string]bool // whose line the media side finds poor
	loud     []room.PersonID // who is heard
}

// perform carries the steps out, in a bubble of its own. Those that `without` names are left out; their time passes.
func perform(t *testing.T, steps []step, without func(step) bool) recording {
	t.Helper()
	var rec recording
	synctest.Test(t, func(t *testing.T) {
		p := &performance{
			t: t, practice: newPractice(t), pages: map[string]*page{}, began: time.Now(), poor: map[string]bool{},
		}
		for _, name := range everybody() {
			p.pages[name] = newPage(t, name)
		}
		rec = recording{Base: p.began, People: map[string][][]string{}, said: map[string]bool{}}
		for n, s := range steps {
			p.take(n, s, without != nil && without(s))
			rec.flows = append(rec.flows, p.practice.media.shown())
			rec.At = append(rec.At, time.Since(p.began).Milliseconds())
		}
		for name, page := range p.pages {
			rec.People[name] = page.recorded(len(steps))
			page.sent(rec.said)
		}
		for _, page := range p.pages {
			page.hangUp()
		}
	})
	return rec
}

// take carries out one step.
func (p *performance) take(n int, s step, leaveOut bool) {
	for _, page := range p.pages {
		page.begin(n)
	}
	p.wait(p.began.Add(s.at))
	if leaveOut {
		return
	}
	for _, a := range s.acts {
		if err := p.act(a); err != nil {
			p.t.Fatalf("%s: %v", s.place, err)
		}
		synctest.Wait()
		p.listen()
	}
}

// heardEvery is how often the room is told who has been heard, while somebody is.
const heardEvery = 2 * time.Second

// wait lets time pass. Whoever is heard meanwhile has spoken for as long as that was let through.
func (p *performance) wait(until time.Time) {
	for {
		before, pause := time.Now(), time.Until(until)
		if len(p.loud) > 0 {
			pause = min(pause, heardEvery)
		}
		<-time.After(pause)
		synctest.Wait()
		var v room.Voice
		for _, id := range p.loud {
			v.Spans = append(v.Spans, room.Span{Person: id, From: before, To: p.practice.media.closed(id, before)})
		}
		if !v.Empty() && p.practice.server != nil {
			p.practice.server.house.Voice(groupID, v)
			synctest.Wait()
		}
		p.listen()
		if !time.Now().Before(until) {
			return
		}
	}
}

// act carries out one act, and waits until nothing more comes of it.
func (p *performance) act(a act) error {
	if !a.wire {
		return p.direct(a)
	}
	page := p.pages[a.who]
	if page == nil {
		return fmt.Errorf("%s is nobody of the cast", a.who)
	}
	if a.kind == "privacy.take" {
		page.note(pageCovered)
	}
	id, err := page.say(a)
	synctest.Wait()
	switch {
	case err != nil:
		return err
	case a.kind == "privacy.end":
		page.note(pageShown)
	case a.kind == "exit.quick":
		page.exit()
	case slices.Contains([]string{"media.want", "media.offer", "line.look", "talk.look"}, a.kind): // no done comes for these
	case !page.done(id):
		return fmt.Errorf("%s: %s was not answered", a.who, a.kind)
	}
	return nil
}

// direct carries out what is no message.
func (p *performance) direct(a act) error {
	switch a.who + " " + a.kind {
	case "the server dies":
		p.crash()
		return nil
	case "the server starts":
		p.practice.start()
		return nil
	case "everybody returns":
		for _, name := range everybody() {
			if page := p.pages[name]; page.dropped() {
				if err := p.returns(page); err != nil {
					return err
				}
				synctest.Wait()
			}
		}
		return nil
	}
	page := p.pages[a.who]
	if page == nil {
		return fmt.Errorf("%s is nobody of the cast", a.who)
	}
	return p.directOne(page, a.kind)
}

func (p *performance) directOne(page *page, kind string) error {
	switch kind {
	case "arrives":
		page.note(localEnter)
		return page.connect(p.practice.server, protocol.Hello{Protocol: protocol.Version, Token: p.practice.token(page.name)})
	case "opens":
		page.note(localEnter)
		page.note(localOtherTab)
	case "takes over":
		return p.takeOver(page)
	case "drops":
		page.hangUp()
		page.note(localDropped)
	case "returns":
		return p.returns(page)
	case "falls silent":
		page.setDeaf(true)
	case "answers again":
		page.setDeaf(false)
	case "talks", "stops talking":
		p.practice.media.talk(page.name, kind == "talks")
	case "has a poor line", "has a good line":
		p.poor[page.name] = strings.Contains(kind, "poor")
		p.practice.server.house.Lines(groupID, p.poorSeats())
	default:
		return fmt.Errorf("%s: nobody knows how to do that", kind)
	}
	return nil
}

// takeOver gives a tab the ticket of the tab in which the same person is, which stops making connections at that
// moment; its last one the server ends.
func (p *performance) takeOver(to *page) error {
	for _, name := range everybody() {
		from := p.pages[name]
		if from == to || personOf(name) != personOf(to.name) || !from.connected() {
			continue
		}
		from.note(localHandedOver)
		to.note(localEnter)
		return to.connect(p.practice.server, protocol.Hello{Protocol: protocol.Version, Ticket: from.resume()})
	}
	return fmt.Errorf("%s: there is no tab to take over from", to.name)
}

// crash ends the server and every line at the same moment: nothing that it does while they end reaches anybody.
func (p *performance) crash() {
	p.practice.server.dead.Store(true)
	var lines []*websocket.Conn
	for _, page := range p.pages {
		if conn := page.giveUp(); conn != nil {
			lines = append(lines, conn)
			page.note(localDropped)
		}
	}
	for _, conn := range lines {
		_ = conn.CloseNow()
	}
	p.practice.die()
}

func (p *performance) returns(page *page) error {
	return page.connect(p.practice.server, protocol.Hello{Protocol: protocol.Version, Ticket: page.resume()})
}

func (p *performance) poorSeats() []room.SeatNumber {
	var seats []room.SeatNumber
	for name, poor := range p.poor {
		if poor {
			seats = append(seats, room.SeatNumber(p.pages[name].seat()))
		}
	}
	return seats
}

// listen tells the room whose voice passes, as the media side does, whenever that has changed.
func (p *performance) listen() {
	if p.practice.server == nil {
		p.loud = nil
		return
	}
	seats, people := p.practice.media.heard()
	if slices.Equal(people, p.loud) {
		return
	}
	p.loud = people
	p.practice.server.house.Speaking(groupID, seats)
	synctest.Wait()
}
