package protocol

// GestureSend shows everybody in the circle a gentle signal. It makes no sound, and nothing of it is kept. It is
// refused (too-often) within 2 s of the one before, and after ten in a minute.
type GestureSend struct {
	Gesture string `json:"gesture" jsonschema:"enum=with-you,enum=me-too,enum=thanks,enum=nod"`
}

// Gesture is a gentle signal of whoever sits on Seat. Show it for at most 6 s, and say it to nobody aloud: it comes
// once, to whoever is in the circle then, and is in no view.
type Gesture struct {
	Seat    int    `json:"seat"`
	Gesture string `json:"gesture" jsonschema:"enum=with-you,enum=me-too,enum=thanks,enum=nod"`
}

func (GestureSend) fromBrowser() {}
func (Gesture) fromServer()      {}
