package room

// A screen is shown by one person of the staff at a time, with its sound. A share belongs to one unbroken line of one
// browser: it ends with the line, the seat and the session, and isn't saved. Whoever comes back starts it again by a
// press, so that nobody shows more of a screen than they still have in mind.

// shareScreen starts or ends the share of p. Whoever shares has come back from their moment.
func (r *Room) shareScreen(p *person, on bool) error {
	switch id := p.member.Person; {
	case !on:
		r.unshare(p)
		return nil
	case r.screen != "" && r.screen != id:
		return ErrSharing
	case !p.here():
		return ErrNotHere
	case p.private:
		return ErrPrivate
	case p.apart():
		return ErrAside
	default:
		r.screen, p.moment = id, moment{}
		return nil
	}
}

// unshare ends the share of p, if it is theirs.
func (r *Room) unshare(p *person) {
	if r.shares(p) {
		r.screen = ""
	}
}

func (r *Room) shares(p *person) bool { return r.screen != "" && r.screen == p.member.Person }
