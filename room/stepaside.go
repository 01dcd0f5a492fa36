package room

import "time"

// A step-aside is a private talk of two in the circle, at least one of them of the staff. They keep their seats, browsers
// and connections, and hear and see each other and nobody else; nobody else hears or sees them. Peers see that each has
// stepped away, as in a moment. Whoever crosses, either way, does so with microphone and camera off.
//
// Staff who are aside are not with the group: it falls under the staff-present rule without them (see Room.attend).

// AsideAlone is how long somebody waits in a talk for staff whose line is lost, before they are with the group again.
const AsideAlone = 30 * time.Second

// Audience names who may hear and see each other. The zero value is the group; a pair has the number of its first seat.
type Audience int

// aside is somebody's part in a private talk, or the question whether they want one. The zero value: they are with the
// group, and nobody has asked.
type aside struct {
	with    PersonID // empty: they are with the group
	mayTalk bool     // may be heard in it, whatever they may in the group

	askedBy PersonID // of the staff, who would like to talk with them; empty: nobody
	alone   bool     // whoever asked knows that no other staff stay
}

func (p *person) apart() bool { return p.aside.with != "" }

// talksWith says whether two are in one private talk. Everybody is with themselves.
func (p *person) talksWith(other *person) bool {
	return p == other || p.apart() && p.aside.with == other.member.Person
}

// mayBeHeard is the permission that counts where p is now.
func (p *person) mayBeHeard() bool {
	if p.apart() {
		return p.aside.mayTalk
	}
	return p.maySpeak
}

// stepsAside says whether staff may ask somebody of this role for a private talk.
func (r Role) stepsAside() bool { return r.Staff() || r.counted() }

// audience is among whom p is.
func (r *Room) audience(p *person) Audience {
	if !p.apart() {
		return 0
	}
	return Audience(min(r.seatNumber(p.member.Person), r.seatNumber(p.aside.with)))
}

// onAside carries out what is about private talks.
func (r *Room) onAside(p *person, c Command) ([]Event, error) {
	switch c := c.(type) {
	case OfferAside:
		return nil, r.offerAside(p, c)
	case AcceptAside:
		return nil, r.acceptAside(p)
	case DeclineAside:
		return r.declineAside(p)
	case EndAside:
		return nil, r.leaveAside(p)
	default:
		return nil, ErrNotAllowed
	}
}

// offerAside asks somebody whether they want to talk in private. Staff ask one person at a time, and nobody is asked by
// two. Whoever asks is back from their own moment.
func (r *Room) offerAside(by *person, c OfferAside) error {
	p := r.at(c.Seat)
	asked := r.askedBy(by)
	switch {
	case !r.running:
		return ErrNotStarted
	case p == nil || p == by:
		return ErrNobodyThere
	case !p.member.Role.stepsAside():
		return ErrNotAllowed
	case by.private:
		return ErrPrivate
	case by.apart() || p.apart() || asked != nil && asked != p || p.aside.askedBy != "" && asked != p:
		return ErrAside
	case !c.Alone && r.staffWith(by, p) == nil:
		return ErrNoStaffStay
	}
	by.moment = moment{}
	p.aside.askedBy, p.aside.alone = by.member.Person, c.Alone
	return nil
}

// askedBy returns whom somebody has asked and who hasn't answered yet, or nil.
func (r *Room) askedBy(by *person) *person {
	for _, s := range r.circle() {
		if s.person.aside.askedBy == by.member.Person {
			return s.person
		}
	}
	return nil
}

// acceptAside begins the talk, if whoever asked is still there for it.
func (r *Room) acceptAside(p *person) error {
	by := r.people[p.aside.askedBy]
	switch {
	case p.aside.askedBy == "":
		return ErrNoAside
	case !p.here():
		return ErrNotHere
	case p.private:
		return ErrPrivate
	case by == nil || !by.attends() || by.rests():
		return ErrNobodyThere
	}
	r.dropOffers(p)
	r.dropOffers(by)
	r.cross(p, aside{with: by.member.Person, mayTalk: true})
	r.cross(by, aside{with: p.member.Person, mayTalk: true})
	return nil
}

// declineAside says "not now". Whoever asked is told, if they are still there as staff; nobody else learns of it.
func (r *Room) declineAside(p *person) ([]Event, error) {
	by := r.people[p.aside.askedBy]
	if p.aside.askedBy == "" {
		return nil, ErrNoAside
	}
	p.aside.askedBy, p.aside.alone = "", false
	if by == nil || !by.here() || !by.member.Role.Staff() {
		return nil, nil
	}
	return []Event{AsideDeclined{To: by.visit, Seat: r.seatNumber(p.member.Person)}}, nil
}

// leaveAside ends one's talk, or takes one's question back.
func (r *Room) leaveAside(p *person) error {
	asked := r.askedBy(p)
	switch {
	case p.apart():
		r.endAside(p)
	case asked != nil:
		asked.aside.askedBy, asked.aside.alone = "", false
	default:
		return ErrNoAside
	}
	return nil
}

// endAside brings both who are in p's talk back to the group, and nobody if p isn't in one.
func (r *Room) endAside(p *person) {
	if other := r.people[p.aside.with]; p.apart() && other != nil {
		r.cross(other, aside{})
		r.cross(p, aside{})
	}
}

// cross moves somebody between the group and a talk. Nothing that they left on goes with them, nor the floor.
func (r *Room) cross(p *person, to aside) {
	r.unshare(p)
	p.microphone, p.camera, p.invitedBy, p.moment = false, false, "", moment{}
	r.leaveFloor(p)
	p.aside = to
}

// dropOffers forgets what p was asked, and what p has asked others.
func (r *Room) dropOffers(p *person) {
	p.aside.askedBy, p.aside.alone = "", false
	if asked := r.askedBy(p); asked != nil {
		asked.aside.askedBy, asked.aside.alone = "", false
	}
}

// quitAside ends whatever p has to do with a talk, because they give up the seat.
func (r *Room) quitAside(p *person) {
	r.endAside(p)
	r.dropOffers(p)
}

// waitsFor returns who of the staff somebody else is in a talk with, or nil.
func (r *Room) waitsFor(p *person) *person {
	if !p.apart() || p.member.Role.Staff() {
		return nil
	}
	return r.people[p.aside.with]
}

// settleAsides comes after everything that has happened: nobody but staff stays in a talk that its staff have stepped out
// of, and no question waits that may not be asked any more.
func (r *Room) settleAsides() {
	for _, s := range r.circle() {
		p := s.person
		if staff := r.waitsFor(p); staff != nil && staff.rests() {
			r.endAside(p)
		}
		by := r.people[p.aside.askedBy]
		if p.aside.askedBy != "" && (by == nil || !p.aside.alone && !r.staffSit(by, p)) {
			p.aside.askedBy, p.aside.alone = "", false
		}
	}
}

// asidesDue passes on when somebody has waited for long enough.
func (r *Room) asidesDue(sooner func(time.Time)) {
	for _, p := range r.people {
		if staff := r.waitsFor(p); staff != nil && !staff.lostAt.IsZero() {
			sooner(staff.lostAt.Add(AsideAlone))
		}
	}
}

// tickAsides brings back whoever has waited for long enough.
func (r *Room) tickAsides(now time.Time) {
	for _, s := range r.circle() {
		staff := r.waitsFor(s.person)
		if staff != nil && !staff.lostAt.IsZero() && !now.Before(staff.lostAt.Add(AsideAlone)) {
			r.endAside(s.person)
		}
	}
}

// OwnAside is what somebody sees of their private talk. The zero value: there is none, and none is asked for.
type OwnAside struct {
	With    SeatNumber // with whom it is
	AskedBy SeatNumber // who of the staff would like to talk with them
	Asked   SeatNumber // staff: whom they have asked
}

func (r *Room) ownAside(p *person) OwnAside {
	own := OwnAside{With: r.seatOrNone(p.aside.with), AskedBy: r.seatOrNone(p.aside.askedBy)}
	if asked := r.askedBy(p); asked != nil {
		own.Asked = r.seatNumber(asked.member.Person)
	}
	return own
}

// seatOrNone is seatNumber, and 0 for nobody: an empty seat is nobody's.
func (r *Room) seatOrNone(id PersonID) SeatNumber {
	if id == "" {
		return 0
	}
	return r.seatNumber(id)
}
