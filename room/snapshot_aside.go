package room

// savedAside is somebody's part in a private talk. It is left out for whoever has none.
type savedAside struct {
	With    string `json:"with,omitempty"`
	MayTalk bool   `json:"mayTalk,omitempty"`
	AskedBy string `json:"askedBy,omitempty"`
	Alone   bool   `json:"alone,omitempty"`
}

func (a aside) save() *savedAside {
	if a == (aside{}) {
		return nil
	}
	return &savedAside{string(a.with), a.mayTalk, string(a.askedBy), a.alone}
}

func (s *savedAside) restore() aside {
	if s == nil {
		return aside{}
	}
	return aside{PersonID(s.With), s.MayTalk, PersonID(s.AskedBy), s.Alone}
}

// soundAsides says whether every restored talk is one of two who sit, one of them of the staff, and nobody is in two.
func (r *Room) soundAsides() bool {
	for id, p := range r.people {
		a := p.aside
		if a == (aside{}) {
			continue
		}
		if !p.seated() || !p.member.Role.stepsAside() || a.askedBy == id || a.with != "" && a.askedBy != "" {
			return false
		}
		other := r.people[a.with]
		if a.with != "" && (other == nil || other == p || other.aside.with != id || !other.seated() || r.floor.has(p) ||
			!p.member.Role.Staff() && !other.member.Role.Staff()) {
			return false
		}
		if by := r.people[a.askedBy]; a.askedBy != "" && (by == nil || !by.seated() || !by.member.Role.Staff()) {
			return false
		}
	}
	return true
}
