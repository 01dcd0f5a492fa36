package room_test

import "alcove/room"

// asideCommands are the rows of talks in private. Dana stays with the group, whoever else steps aside.
var asideCommands = map[string]row{
	//                                                      thera cothera client family interp observ captio techhelp
	"OfferAside": {
		ask:        always(room.OfferAside{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"AcceptAside": {
		ask:        always(room.AcceptAside{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noaside noaside -     -      -      -      -      -",
		circleOpen: "noaside noaside noaside noaside noaside role role -",
	},
	"DeclineAside": {
		ask:        always(room.DeclineAside{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noaside noaside -     -      -      -      -      -",
		circleOpen: "noaside noaside noaside noaside noaside role role -",
	},
	"EndAside": {
		ask:        always(room.EndAside{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noaside noaside -     -      -      -      -      -",
		circleOpen: "noaside noaside noaside noaside noaside role role -",
	},
}
