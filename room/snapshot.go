package room

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// snapshotFormat is the version of the saved form below.
const snapshotFormat = 1

// The saved form holds plain strings; this file is the one place where they are converted.
type savedRoom struct {
	Format      int           `json:"format"`
	Running     bool          `json:"running"`
	Session     int           `json:"session"`
	Agenda      savedAgenda   `json:"agenda,omitzero"`
	Seats       []string      `json:"seats"`
	People      []savedPerson `json:"people"`
	Lobby       []savedWaiter `json:"lobby"`
	Hands       []string      `json:"hands"`
	Bars        []savedBar    `json:"bars"`
	LastWaiting int           `json:"lastWaiting"`
	Restricted  int           `json:"restrictions"`
	LastStaff   string        `json:"lastStaff"`
	Absence     savedAbsence  `json:"absence"`
	Ended       time.Time     `json:"ended"`
	Idle        []savedIdle   `json:"idle"`
	Grounding   savedExercise `json:"grounding"`
	Signals     []savedSignal `json:"signals,omitempty"`
	LastSignal  int           `json:"lastSignal,omitempty"`
	Floor       savedFloor    `json:"floor"`
	Round       *savedRound   `json:"round,omitempty"`

	Talk *savedTalkTime `json:"talk,omitempty"`
}

type savedRestriction struct {
	Number int    `json:"number"`
	By     string `json:"by"`
}

// savedFloor of a room that was saved before there was one has no mode: then the group's template says how it is.
type savedFloor struct {
	Mode     string           `json:"mode"`
	Given    []string         `json:"given,omitempty"`
	Taken    savedRestriction `json:"taken"`
	Loan     savedLoan        `json:"loan,omitzero"`
	Template string           `json:"template"`
	Acts     int              `json:"acts,omitempty"`
	Undo     *savedUndo       `json:"undo,omitempty"`
}

type savedUndo struct {
	Act       string    `json:"act"`
	Number    int       `json:"number"`
	Until     time.Time `json:"until"`
	Mode      string    `json:"mode"`
	Given     []string  `json:"given,omitempty"`
	Template  string    `json:"template"`
	Permitted []string  `json:"permitted,omitempty"`
}

type savedAbsence struct {
	Since   time.Time `json:"since"`
	Paused  time.Time `json:"paused"`
	Decided bool      `json:"decided"`
	// Deserted is missing in what was saved before staff could be aside: then the clock begins anew.
	Deserted time.Time `json:"deserted,omitzero"`
}

type savedExercise struct {
	Kind  string    `json:"kind"`
	Began time.Time `json:"began"`
}

type savedIdle struct {
	Person string    `json:"person"`
	At     time.Time `json:"at"`
}

type savedPerson struct {
	Person      string `json:"person"`
	Role        string `json:"role"`
	Name        string `json:"name"`
	RosterAlias string `json:"rosterAlias"`
	Version     uint64 `json:"version"`
	Asked       string `json:"asked"`
	Alias       string `json:"alias"`

	Prefers savedPreferences `json:"prefers,omitzero"`

	MaySpeak   bool   `json:"maySpeak"`
	MayShow    bool   `json:"mayShow"`
	Microphone bool   `json:"microphone"`
	Camera     bool   `json:"camera"`
	InvitedBy  string `json:"invitedBy"`

	Silenced savedRestriction `json:"silenced"`
	Hidden   savedRestriction `json:"hidden"`

	CameraReason string      `json:"cameraReason"`
	Held         bool        `json:"held"`
	Entered      bool        `json:"entered"`
	Away         bool        `json:"away"`
	AwaySince    time.Time   `json:"awaySince"`
	LongAway     bool        `json:"longAway"`
	Hushed       bool        `json:"hushed"`
	Private      bool        `json:"private"`
	Exited       time.Time   `json:"exited"`
	Visit        string      `json:"visit"`
	Since        time.Time   `json:"since"`
	Begun        time.Time   `json:"begun"`
	LostAt       time.Time   `json:"lostAt"`
	Missed       time.Time   `json:"missed,omitzero"`
	Aside        *savedAside `json:"aside,omitempty"`
}

type savedWaiter struct {
	Number  int       `json:"number"`
	Visit   string    `json:"visit"`
	Person  string    `json:"person"`
	Since   time.Time `json:"since"`
	Begun   time.Time `json:"begun"`
	Ready   bool      `json:"ready"`
	Held    bool      `json:"held"`
	LostAt  time.Time `json:"lostAt"`
	Private bool      `json:"private"`
}

type savedBar struct {
	Person  string    `json:"person"`
	Session int       `json:"session"`
	Until   time.Time `json:"until"`
}

// Snapshot returns everything that a restarted server needs to go on with this room. It holds names and
// memberships, a session's objective, what people have said of themselves to staff, and nothing else that was said, shown or
// typed, so a round's own words aren't in it; nor who shares a screen, as a share ends with its line.
func (r *Room) Snapshot() []byte {
	saved := savedRoom{
		Format: snapshotFormat, Running: r.running, Session: r.session, LastWaiting: int(r.lastWaiting),
		Seats: plain(r.seats), Hands: plain(r.hands), LastStaff: string(r.lastStaff),
		Restricted: r.restrictions, Floor: r.saveFloor(),
		Round: r.round.save(), Agenda: r.agenda.save(), Talk: r.talk.save(),
		Absence: savedAbsence{r.absence.since, r.absence.paused, r.absence.decided, r.absence.deserted}, Ended: r.ended,
		Grounding: savedExercise{string(r.grounding.kind), r.grounding.began},
	}
	for _, id := range slices.Sorted(maps.Keys(r.people)) {
		p := r.people[id]
		saved.People = append(saved.People, savedPerson{
			Person: string(id), Role: string(p.member.Role), Name: p.member.Name.Reveal(),
			RosterAlias: p.member.Alias.Reveal(), Version: p.member.Version, Asked: p.asked, Alias: p.alias,
			MaySpeak: p.maySpeak, MayShow: p.mayShow, Microphone: p.microphone, Camera: p.camera,
			InvitedBy: string(p.invitedBy), CameraReason: string(p.cameraReason), Held: p.held,
			Silenced: savedRestriction{p.silenced.number, string(p.silenced.by)},
			Hidden:   savedRestriction{p.hidden.number, string(p.hidden.by)},
			Entered:  p.entered,
			Away:     p.moment.away, AwaySince: p.moment.since, LongAway: p.moment.long, Hushed: p.moment.hushed,
			Private: p.private, Exited: p.exited, Visit: string(p.visit), Since: p.since, Begun: p.begun, LostAt: p.lostAt,
			Missed: p.missed, Prefers: p.prefers.save(), Aside: p.aside.save(),
		})
	}
	for _, w := range r.lobby {
		saved.Lobby = append(saved.Lobby, savedWaiter{
			int(w.number), string(w.visit), string(w.person), w.since, w.begun, w.ready, w.held, w.lostAt, w.private,
		})
	}
	for _, id := range slices.Sorted(maps.Keys(r.bars)) {
		saved.Bars = append(saved.Bars, savedBar{string(id), r.bars[id].session, r.bars[id].until})
	}
	for _, id := range slices.Sorted(maps.Keys(r.idle)) {
		saved.Idle = append(saved.Idle, savedIdle{string(id), r.idle[id]})
	}
	saved.Signals, saved.LastSignal = saveSignals(r.signals), int(r.lastSignal)
	data, err := json.Marshal(saved)
	if err != nil {
		panic(fmt.Sprintf("room: a snapshot of plain values can't be encoded: %v", err))
	}
	return data
}

// Restore makes the room of group g from a snapshot. Every connection that was there counts as lost since now, so
// that its browser has KeepPlace to come back; one that was lost already gains no time. Nil data is an empty room.
func Restore(g Group, data []byte, now time.Time) (*Room, error) {
	r, err := New(g)
	if err != nil || data == nil {
		return r, err
	}
	var saved savedRoom
	if err := json.Unmarshal(data, &saved); err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	if saved.Format != snapshotFormat {
		return nil, fmt.Errorf("read snapshot: format %d, want %d", saved.Format, snapshotFormat)
	}
	r.running, r.session, r.lastWaiting = saved.Running, saved.Session, WaitingNumber(saved.LastWaiting)
	r.seats, r.hands = people(saved.Seats), people(saved.Hands)
	for _, p := range saved.People {
		r.people[PersonID(p.Person)] = p.restore(g.ID, now)
	}
	for _, w := range saved.Lobby {
		r.lobby = append(r.lobby, &waiter{
			number: WaitingNumber(w.Number), visit: VisitID(w.Visit), person: PersonID(w.Person),
			since: w.Since, begun: w.Begun, ready: w.Ready, held: w.Held, lostAt: lostSince(w.LostAt, now), private: w.Private,
		})
	}
	for _, b := range saved.Bars {
		r.bars[PersonID(b.Person)] = bar{b.Session, b.Until}
	}
	r.restrictions = saved.Restricted
	r.grounding = exercise{Grounding(saved.Grounding.Kind), saved.Grounding.Began}
	r.lastStaff, r.ended = PersonID(saved.LastStaff), saved.Ended
	r.absence = absence{saved.Absence.Since, saved.Absence.Paused, saved.Absence.Decided, saved.Absence.Deserted}
	for _, i := range saved.Idle {
		r.idle[PersonID(i.Person)] = i.At
	}
	r.round, r.agenda, r.talk = saved.Round.restore(), saved.Agenda.restore(), saved.Talk.restore()
	r.signals, r.lastSignal = restoreSignals(saved.Signals), SignalNumber(saved.LastSignal)
	if err := r.restoreFloor(saved.Floor); err != nil {
		return nil, err
	}
	if !r.sound() || !r.soundSignals() || !r.soundFloor() || !r.soundAsides() {
		return nil, errors.New("read snapshot: it contradicts itself")
	}
	r.settle(now) // the group may have another template by now
	return r, nil
}

// sound says whether a restored room keeps what every rule relies on: whoever waits, sits or has raised a hand is
// known, nobody has two seats, and no browser is in two places.
func (r *Room) sound() bool {
	seats, visits, hands := map[PersonID]bool{}, map[VisitID]bool{"": true}, map[PersonID]bool{}
	for _, id := range r.seats {
		if id != "" && seats[id] {
			return false
		}
		seats[id] = true
	}
	for id, p := range r.people {
		if id == "" || p.seated() && (!seats[id] || visits[p.visit]) {
			return false
		}
		visits[p.visit] = true
	}
	for _, w := range r.lobby {
		if r.people[w.person] == nil || visits[w.visit] || w.number < 1 || w.number > r.lastWaiting {
			return false
		}
		visits[w.visit] = true
	}
	for _, id := range r.hands {
		if p := r.people[id]; p == nil || !p.seated() || hands[id] {
			return false
		}
		hands[id] = true
	}
	return r.round.sound()
}

func (p savedPerson) restore(group ID, now time.Time) *person {
	restored := &person{
		asked: p.Asked, alias: p.Alias, prefers: p.Prefers.restore(), maySpeak: p.MaySpeak, mayShow: p.MayShow,
		microphone: p.Microphone, camera: p.Camera, invitedBy: PersonID(p.InvitedBy),
		cameraReason: Reason(p.CameraReason), held: p.Held, entered: p.Entered,
		moment: moment{p.Away, p.AwaySince, p.LongAway, p.Hushed}, private: p.Private, exited: p.Exited,
		silenced: restriction{p.Silenced.Number, PersonID(p.Silenced.By)},
		hidden:   restriction{p.Hidden.Number, PersonID(p.Hidden.By)},
		visit:    VisitID(p.Visit), since: p.Since, begun: p.Begun, missed: p.Missed,
		aside: p.Aside.restore(),
	}
	restored.become(Membership{
		Group: group, Person: PersonID(p.Person), Role: Role(p.Role), Name: NameOf(p.Name),
		Alias: NameOf(p.RosterAlias), Version: p.Version,
	})
	if restored.seated() {
		restored.lostAt = lostSince(p.LostAt, now)
	}
	return restored
}

func lostSince(saved, now time.Time) time.Time {
	if saved.IsZero() {
		return now
	}
	return saved
}

func plain(ids []PersonID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return list
}

func people(ids []string) []PersonID {
	var list []PersonID
	for _, id := range ids {
		list = append(list, PersonID(id))
	}
	return list
}
