package room_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// The account of the floor: who has been given it, what the template does, and what staff can take back.

// floorAccount is what must be true of the floor.
type floorAccount struct {
	mode     room.FloorMode
	given    []string
	cut      cut // when it last took something
	template room.TemplateName
	entered  map[string]bool // who has had a seat
	offer    *offer          // what can be taken back
	turn     lent            // what a turn has given
}

// offer is how it was before an act of staff.
type offer struct {
	until     time.Time
	mode      room.FloorMode
	given     []string
	template  room.TemplateName
	permitted []string // by a mute of all
}

// modeOf is the reviewed table of templates: what each brings. Only psychoeducation mutes whoever enters.
var modeOf = map[room.TemplateName]room.FloorMode{
	room.TemplatePsychoeducation: room.FloorHandFirst, room.TemplateSkills: room.FloorHandFirst,
	room.TemplateProcess: room.FloorOpen, room.TemplateSupport: room.FloorOneVoice, room.TemplateFamily: room.FloorHandFirst,
}

// most is how many clients may speak in each mode.
var most = map[room.FloorMode]int{
	room.FloorOpen: 99, room.FloorHandFirst: 99, room.FloorOneVoice: 1, room.FloorCoolDown: 0,
}

// milder says of every mode which ones let more people through.
var milder = map[room.FloorMode][]room.FloorMode{
	room.FloorHandFirst: {room.FloorOpen}, room.FloorOneVoice: {room.FloorOpen, room.FloorHandFirst},
	room.FloorCoolDown: {room.FloorOpen, room.FloorHandFirst, room.FloorOneVoice},
}

func (a *floorAccount) settle() {
	a.mode, a.template, a.given, a.cut, a.offer = room.FloorOpen, room.TemplateProcess, nil, cut{}, nil
	a.turn = lent{}
}

// begin is how a session begins.
func (a *floorAccount) begin() {
	a.settle()
	a.entered = map[string]bool{}
}

// lets says whether the floor lets somebody through. Staff and interpreters always are.
func (m *machine) lets(name string) bool {
	return !counted(m.known[name]) || m.floor.mode == room.FloorOpen || slices.Contains(m.floor.given, name)
}

// restrict counts a withdrawal. It ends the offer.
func (m *machine) restrict() {
	m.count++
	m.floor.offer = nil
}

// keep is how it is now, before a mute of all.
func (m *machine) keep() offer {
	o := m.asItIs()
	for name, role := range m.known {
		if counted(role) && !m.barred[name].microphone {
			o.permitted = append(o.permitted, name)
		}
	}
	return o
}

func (m *machine) asItIs() offer {
	f := m.floor
	return offer{until: m.now.Add(room.UndoTime), mode: f.mode, given: slices.Clone(f.given), template: f.template}
}

func (m *machine) offers(o offer) { m.floor.offer = &o }

// passOffer notes that an offer has ended.
func (m *machine) passOffer() {
	if o := m.floor.offer; o != nil && !m.now.Before(o.until) {
		m.floor.offer = nil
	}
}

// enters notes that somebody has taken a seat.
func (m *machine) enters(name string) {
	if !m.floor.entered[name] && m.floor.template == room.TemplatePsychoeducation && counted(m.known[name]) {
		m.barred[name] = switches{true, m.barred[name].camera}
		if o := m.floor.offer; o != nil {
			o.permitted = slices.DeleteFunc(o.permitted, func(other string) bool { return other == name })
		}
	}
	m.floor.entered[name] = true
}

// loses takes the floor from somebody.
func (m *machine) loses(name string) {
	m.floor.given = slices.DeleteFunc(slices.Clone(m.floor.given), func(other string) bool { return other == name })
	m.hush()
}

// hush turns off whoever the floor doesn't let through.
func (m *machine) hush() {
	for v, on := range m.on {
		if !m.lets(ownerOf(v)) && !m.apart(ownerOf(v)) {
			m.on[v] = switches{false, on.camera}
		}
	}
}

// gives notes that staff have given somebody the floor.
func (m *machine) gives(name, by string, seen int) {
	if m.floor.turn.name == name {
		m.floor.turn.withheld = false
	}
	if m.lets(name) {
		return
	}
	m.require(m.floor.mode == room.FloorHandFirst || m.floor.mode == room.FloorOneVoice, "the floor was given, and can't be")
	m.require(m.floor.cut.number <= seen || m.floor.cut.by == by, "a floor that a colleague just took was given")
	if m.floor.mode == room.FloorOneVoice {
		m.restrict()
		for _, loser := range m.floor.given {
			m.withhold(loser)
		}
		m.floor.cut, m.floor.given = cut{m.count, by}, nil
		m.hush()
	}
	m.floor.given = append(m.floor.given, name)
}

// turnTo brings another mode.
func (m *machine) turnTo(mode room.FloorMode, by string) {
	if slices.Contains(milder[mode], m.floor.mode) {
		m.restrict()
		m.floor.cut = cut{m.count, by}
	}
	m.floor.mode = mode
	if mode == room.FloorOpen || len(m.floor.given) > most[mode] {
		m.floor.given = nil
	}
	m.hush()
}

// writeFloor notes what a granted command means for the floor.
func (m *machine) writeFloor(before scene, by string, c room.Command) {
	fresh := func(mode room.FloorMode, seen int) {
		undoes := slices.Contains(milder[m.floor.mode], mode)
		m.require(!undoes || m.floor.cut.number <= seen || m.floor.cut.by == by, "a floor has undone what a colleague just did")
	}
	switch c := c.(type) {
	case room.SetFloor:
		_, known := most[c.Mode]
		m.require(known, "a mode that is none")
		if c.Mode != m.floor.mode {
			kept := m.asItIs()
			fresh(c.Mode, c.Seen)
			m.turnTo(c.Mode, by)
			m.offers(kept)
		}
	case room.UseTemplate:
		mode, known := modeOf[c.Template]
		m.require(known, "a template that is none")
		if c.Template != m.floor.template {
			kept := m.asItIs()
			fresh(mode, c.Seen)
			m.turnTo(mode, by)
			m.floor.template = c.Template
			m.offers(kept)
		}
	case room.TakeFloor:
		name := nameOf(before.at(c.Seat).Person)
		m.require(slices.Contains(m.floor.given, name), "a floor was taken from somebody who had none")
		m.restrict()
		m.cuts[name] = [2]cut{{m.count, by}, m.cuts[name][1]}
		m.withhold(name)
		m.loses(name)
	case room.Undo:
		m.require(m.floor.offer != nil && before.undo == c.Act, "something was taken back that wasn't offered")
		m.takeBack(before, by)
	default: // writeStaff has sent no other
	}
}

func (m *machine) takeBack(before scene, by string) {
	o := *m.floor.offer
	m.floor.offer = nil
	for _, name := range o.permitted {
		if counted(m.known[name]) {
			m.allow(name, true, false)
		}
	}
	m.turnTo(o.mode, by)
	m.floor.template = o.template
	for _, name := range o.given {
		fits := before.seated(name) && counted(m.known[name]) && !m.barred[name].microphone && !m.lets(name) && !m.apart(name)
		if fits && len(m.floor.given) < most[o.mode] {
			m.floor.given = append(m.floor.given, name)
		}
	}
}

// lead lets Dana give the floor to a few people, one after the other, who all turn on at once.
func (m *machine) lead(rt *rapid.T) {
	if mode := rapid.SampledFrom(append(room.FloorModes(), "")).Draw(rt, "mode"); mode != "" {
		m.command("Dana", room.SetFloor{Mode: mode, Seen: m.look().restrictions})
	}
	for range rapid.IntRange(0, 3).Draw(rt, "times") {
		now := m.look()
		n := seatNumber(rt, now)
		m.command("Dana", room.Invite{Seat: n, Seen: now.restrictions})
		m.command(strings.TrimPrefix(string(now.at(n).Visit), "visit-"), room.SetMicrophone{On: true})
		m.promises(rt)
	}
	if rapid.Bool().Draw(rt, "undo") {
		m.command("Dana", room.Undo{Act: m.look().undo})
	}
}

// unseen says whether a colleague of by has withdrawn something since by had looked.
func (m *machine) unseen(name string, what int, by string, seen int) bool {
	c := m.cuts[name][what]
	return c.number > seen && c.by != by
}

func (m *machine) silence(s room.Stage, by string) {
	name := nameOf(s.Person)
	m.cuts[name] = [2]cut{{m.count, by}, m.cuts[name][1]}
	m.barred[name] = switches{true, m.barred[name].camera}
	m.talks.may[name] = false
	m.on[s.Visit] = switches{false, m.on[s.Visit].camera}
	m.withhold(name)
	m.loses(name)
}

func (m *machine) allow(name string, microphone, camera bool) {
	b := m.barred[name]
	m.barred[name] = switches{b.microphone && !microphone, b.camera && !camera}
}

// nothingOpened holds that no command lets anybody be heard but whoever turns their own microphone on.
func (m *machine) nothingOpened(before scene, by room.VisitID, c room.Command) {
	for _, s := range m.look().circle {
		own, isOwn := c.(room.SetMicrophone)
		m.require(!s.Speaks || before.by(s.Visit).Speaks || isOwn && own.On && s.Visit == by,
			fmt.Sprintf("%T has opened the microphone of seat %d", c, s.Seat))
	}
}

// floorHolds holds that nobody speaks past the floor, and never more than it allows.
func (m *machine) floorHolds(now scene) {
	speakers := 0
	for _, s := range now.circle {
		name := nameOf(s.Person)
		if !s.Speaks || !counted(m.known[name]) || m.apart(name) {
			continue
		}
		speakers++
		m.require(m.lets(name), "somebody speaks without the floor")
	}
	m.require(speakers <= most[m.floor.mode], fmt.Sprintf("%d people speak in %s", speakers, m.floor.mode))
}

// floorShown holds that everybody in the circle is told the floor, and staff what they can take back.
func (m *machine) floorShown(view room.View) {
	m.require(view.Floor == m.floor.mode, fmt.Sprintf("the floor is shown as %s, not %s", view.Floor, m.floor.mode))
	name := strings.TrimPrefix(string(m.find(view)), "person-")
	m.require(view.You.HasFloor == (speaks(view.You.Role) && (m.lets(name) || m.apart(name))), name+" is told another floor than theirs")
	for _, s := range view.Seats {
		has := slices.Contains(m.floor.given, nameOf(m.look().at(s.Seat).Person))
		shown := s.HasFloor == has
		if !view.You.Role.Staff() {
			shown = !s.HasFloor || has // who hasn't answered yet isn't named
		}
		m.require(shown, fmt.Sprintf("the floor of seat %d: %t", s.Seat, s.HasFloor))
	}
	if view.You.Role.Staff() {
		m.require((view.Undo.Act != room.ActNone) == (m.floor.offer != nil), "what can be taken back isn't what is offered")
		m.require(view.Template == m.floor.template, "another template")
	}
}

// find returns whose view it is.
func (m *machine) find(view room.View) room.PersonID { return m.look().at(view.You.Seat).Person }
