package script_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"alcove/room"
)

// The people of the session, in the order in which the chapters introduce them. Zoe is not let in, so thirteen clients are
// named and twelve have seats.
var (
	staffNames  = []string{"Dana", "Marcus"}
	clientNames = []string{
		"Ana", "Ben", "Cleo", "Dev", "Ella", "Finn", "Gita", "Hugo", "Ivy", "Joy", "Kai", "Lena", "Zoe",
	}
	guests = map[string]room.Role{
		"Olga": room.RoleObserver, "Carl": room.RoleCaptioner, "Tess": room.RoleTechHelper, "Ines": room.RoleInterpreter,
	}
	// More pages than one of the same person: whoever uses one of them is that person.
	otherPages = map[string]string{"Phone": "Finn", "Tab": "Ivy"}
)

// media is the name under which the chapters say what flows.
const media = "the media"

// surname is what peers must never be shown.
const surname = "Quetzal"

// cast lists everybody's membership.
func cast() []room.Membership {
	people := slices.DeleteFunc(everybody(), func(page string) bool { return otherPages[page] != "" })
	members := make([]room.Membership, 0, len(people))
	for _, name := range people {
		members = append(members, room.Membership{
			Group: groupID, Person: personOf(name), Role: roleOf(name), Name: room.NameOf(name + " " + surname),
		})
	}
	return members
}

// everybody lists the pages of the session, each person's own one before their others.
func everybody() []string {
	return slices.Concat(staffNames, clientNames, slices.Sorted(maps.Keys(guests)), slices.Sorted(maps.Keys(otherPages)))
}

// clientPages lists those of clients.
func clientPages() []string {
	return slices.DeleteFunc(everybody(), func(page string) bool { return roleOf(page) != room.RoleClient })
}

func personOf(page string) room.PersonID {
	return room.PersonID("person-" + strings.ToLower(cmp.Or(otherPages[page], page)))
}

func roleOf(name string) room.Role {
	switch name {
	case "Dana":
		return room.RoleTherapist
	case "Marcus":
		return room.RoleCoTherapist
	}
	return cmp.Or(guests[name], room.RoleClient)
}
