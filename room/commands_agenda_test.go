package room_test

import (
	"time"

	"alcove/room"
)

// agendaCommands are the rows of what a session is for and how long it is planned to take.
var agendaCommands = map[string]row{
	//            thera  cothera client family interp observ captio techhelp
	"Start": {
		ask:        always(room.Start{Objective: room.TextOf("Saying no kindly")}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "begun  begun  role   role   role   role   role   -",
	},
	"SetLength": {
		ask:        always(room.SetLength{Length: 90 * time.Minute}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
}
