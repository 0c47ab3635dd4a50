package source

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

const (
	band      = "band" // the type of a field that is derived from a number
	maxValues = 50
	maxPairs  = 200
)

// types are the types of fields: the model's, and band.
var types = []string{"string", "text", "integer", "decimal", "boolean", "date", "datetime", "enum", "url", band}

// forms are the ways in which an API may write each type, the usual one first.
var forms = map[model.Type][]string{
	model.String: {"text", "number"}, model.Text: {"text"}, model.URL: {"text"}, model.Date: {"text"},
	model.Integer: {"number", "text"}, model.Decimal: {"number", "text"},
	model.Boolean:  {"boolean", "number", "text"},
	model.DateTime: {"rfc3339", "epoch_s", "epoch_ms"},
	model.Enum:     {"text"},
}

func (r *reader) checkField(rf *rawField, s *Source) *Field {
	f := &Field{Field: &model.Field{Name: rf.name.Text}, at: rf.value.path.Pos, def: rf.Pos}
	if !rf.name.Given() {
		r.Fail(rf.Pos, "a field needs a name, such as title")
		return f
	}
	if problem := model.FieldNameProblem(f.Name); problem != "" {
		r.Fail(rf.name.Pos, "%s", problem)
		f.Name = ""
	}
	if f.Label = model.Title(f.Name); rf.label.Given() {
		f.Label = r.line(rf.label, "label")
	}
	if !r.fieldType(rf, f) {
		return f
	}
	r.onlyFor(rf, f)
	f.Needed = r.flag(rf.required, "required")
	f.Filter = r.flag(rf.filter, "filter")
	f.Required = f.Needed
	r.scale(rf, f)
	r.limits(rf, f)
	if rf.typ.Text == band {
		f.From = FromField
		return f // checkBands does the rest, when all fields are known
	}
	r.enumValues(rf, f)
	if f.Type != model.Enum || len(f.Map) == 0 {
		f.Form = Form(r.oneOf(rf.value.form, "form of a "+string(f.Type), forms[f.Type][0], forms[f.Type]))
	}
	r.otherwise(rf, f)
	f.From, f.Path, f.Entry = r.origin(rf.value, rf.Pos, s, f.Name)
	if f.From == FromEntry && f.Entry != "" {
		r.entryValues(rf, f, s)
	}
	return f
}

func (r *reader) fieldType(rf *rawField, f *Field) bool {
	switch {
	case !rf.typ.Given():
		r.Fail(rf.Pos, "the field %s needs a type: one of %s", rf.name.Text, strings.Join(types, ", "))
		return false
	case !slices.Contains(types, rf.typ.Text):
		r.Fail(rf.typ.Pos, "there is no type %.60q%s (there are %s)", rf.typ.Text, nearest.DidYouMean(rf.typ.Text, types), strings.Join(types, ", "))
		return false
	}
	if f.Type = model.Type(rf.typ.Text); rf.typ.Text == band {
		f.Type = model.Enum
	}
	return true
}

// onlyFor refuses what fields of this type don't have.
func (r *reader) onlyFor(rf *rawField, f *Field) {
	has := func(types ...string) bool { return slices.Contains(types, rf.typ.Text) }
	for _, one := range []struct {
		what  string
		given scalar
		ok    bool
		why   string
	}{
		{"min", rf.min, has("string", "text", "integer", "decimal"), "is for string, text, integer and decimal"},
		{"max", rf.max, has("string", "text", "integer", "decimal"), "is for string, text, integer and decimal"},
		{"scale", rf.scale, has("decimal"), "is for decimal"},
		{"values", rf.valuesAt, has("enum"), "are for enum"},
		{"map", rf.mapAt, has("enum"), "is for enum"},
		{"of", rf.of, has(band), "is for band"},
		{"bands", rf.bandsAt, has(band), "are for band"},
		{"filter", rf.filter, has("enum", band), "is for enum and band; make a band of a number to filter by it"},
		{"required", rf.required, !has(band), "is not for a band, which has a value when its number has one"},
		{"otherwise", rf.otherwise, !has(band), "is not for a band"},
		{"from", rf.value.from, !has(band), "is not for a band, which is derived from the field named by 'of'"},
		{"path", rf.value.path, !has(band), "is not for a band, which is derived from the field named by 'of'"},
		{"form", rf.value.form, !has(band) && !rf.mapAt.Given(), "is not for a band, nor for an enum with a map"},
	} {
		if one.given.Given() && !one.ok {
			r.Fail(one.given.Pos, "%s %s; %s is %s", one.what, one.why, rf.name.Text, rf.typ.Text)
		}
	}
}

func (r *reader) scale(rf *rawField, f *Field) {
	if f.Type != model.Decimal {
		return
	}
	if f.Scale = 2; rf.scale.Given() {
		f.Scale, _ = r.wholeNumber(rf.scale, "scale", 0, 4)
	}
}

// limits reads min and max: lengths of texts, values of numbers.
func (r *reader) limits(rf *rawField, f *Field) {
	most := map[model.Type]int{model.String: 500, model.Text: 100_000}[f.Type]
	if most > 0 {
		if f.Max = strconv.Itoa(min(most, 10_000)); rf.max.Given() {
			n, _ := r.wholeNumber(rf.max, "max of a "+string(f.Type), 1, most)
			f.Max = strconv.Itoa(n)
		}
		if rf.min.Given() {
			n, _ := r.wholeNumber(rf.min, "min of a "+string(f.Type), 1, most)
			f.Min = strconv.Itoa(n)
		}
	}
	if f.Type == model.Integer || f.Type == model.Decimal {
		f.Min, f.Max = r.limit(rf.min, "min", f), r.limit(rf.max, "max", f)
	}
	if f.Min != "" && f.Max != "" && compare(f.Min, f.Max) > 0 {
		r.Fail(rf.min.Pos, "min %s is more than max %s", f.Min, f.Max)
	}
}

// limit reads a number that a field of numbers is compared with.
func (r *reader) limit(s scalar, what string, f *Field) string {
	if !s.Given() {
		return ""
	}
	if n, err := strconv.ParseInt(s.Text, 10, 64); f.Type == model.Integer && err == nil && n <= maxWhole && n >= -maxWhole {
		return strconv.FormatInt(n, 10)
	}
	text, problem := decimalLimit(s.Text, f.Scale)
	if f.Type == model.Integer {
		problem = "a whole number within ±9007199254740991"
	}
	if problem != "" {
		r.Fail(s.Pos, "%s is %s, not %.40q", what, problem, s.Text)
	}
	return text
}

// decimalLimit checks a number of at most scale digits after the point, and takes needless zeros off.
func decimalLimit(text string, scale int) (limit, problem string) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" || whole == "" || point && fraction == "" || len(fraction) > scale || len(whole) > 15-scale {
		return "", "a number with at most " + strconv.Itoa(scale) + " digits after the point and 15 in all"
	}
	n, _ := new(big.Rat).SetString(text)
	limit = n.FloatString(scale)
	if strings.Contains(limit, ".") {
		limit = strings.TrimSuffix(strings.TrimRight(limit, "0"), ".")
	}
	return limit, ""
}

// compare compares two decimals.
func compare(a, b string) int {
	x, _ := new(big.Rat).SetString(a)
	y, _ := new(big.Rat).SetString(b)
	if x == nil || y == nil {
		return 0
	}
	return x.Cmp(y)
}

// enumValues reads values and map: the values that an item can have, and the API's for each.
func (r *reader) enumValues(rf *rawField, f *Field) {
	if f.Type != model.Enum {
		return
	}
	for _, v := range rf.values {
		r.addValue(v, f)
	}
	if len(rf.values) == 0 && len(rf.pairs) == 0 {
		r.Fail(rf.typ.Pos, "the enum %s needs values, such as [low, high], or a map from the API's values to such names", f.Name)
	}
	if len(rf.pairs) > maxPairs {
		r.Fail(rf.mapAt.Pos, "map has %d lines; at most %d", len(rf.pairs), maxPairs)
	}
	for _, p := range rf.pairs {
		api, ours := p[0], p[1]
		if form := formOf(api); form == "" {
			r.Fail(api.Pos, "%.40q can't be a value of the API: that is a text, a whole number, true or false", api.Text)
		} else if f.Form == "" {
			f.Form = form
		} else if f.Form != form {
			r.Fail(api.Pos, "%.40q is a %s, but the first value in this map is a %s; an API writes all of them in one way (a text that looks like a number has quotes)", api.Text, form, f.Form)
		}
		switch {
		case f.Form == AsText && strings.Trim(api.Text, space) != api.Text || api.Text == "":
			r.Fail(api.Pos, "%q can't be a value of the API: space around a text is taken off, and an empty one is no value", api.Text)
			continue
		case !ours.Given():
			continue
		case slices.Contains(f.Values, ours.Text):
		case len(rf.values) > 0:
			r.Fail(ours.Pos, "%.60q is none of the values%s (there are %s)", ours.Text, nearest.DidYouMean(ours.Text, f.Values), strings.Join(f.Values, ", "))
		default:
			r.addValue(ours, f)
		}
		pair := Pair{API: api.Text, Ours: ours.Text}
		if f.Form == AsBoolean {
			pair.API = strings.ToLower(api.Text) // YAML takes True for true
		}
		f.Map = append(f.Map, pair)
	}
	if len(f.Values) > maxValues {
		r.Fail(rf.name.Pos, "%s has %d values; at most %d", f.Name, len(f.Values), maxValues)
	}
}

func formOf(s scalar) Form {
	switch s.Kind {
	case strictyaml.Textual:
		return AsText
	case strictyaml.Boolean:
		return AsBoolean
	case strictyaml.Number:
		if n, err := strconv.ParseInt(s.Text, 10, 64); err == nil && strconv.FormatInt(n, 10) == s.Text {
			return AsNumber
		}
	}
	return ""
}

func (r *reader) addValue(v scalar, f *Field) {
	switch {
	case v.Kind != strictyaml.Textual:
		r.Fail(v.Pos, "%q can't be a value here: YAML takes it for a %s; values are names, such as low (or write it in quotes)", v.Text, v.Kind)
	case model.ValueNameProblem(v.Text) != "":
		r.Fail(v.Pos, "%s", model.ValueNameProblem(v.Text))
	case slices.Contains(f.Values, v.Text):
		r.Fail(v.Pos, "%s has the value %s twice", f.Name, v.Text)
	case slices.ContainsFunc(f.Values, func(other string) bool { return model.Bare(other) == model.Bare(v.Text) }):
		r.Fail(v.Pos, "%s differs from another value by underscores only, which is one name in most languages", v.Text)
	default:
		f.Values = append(f.Values, v.Text)
	}
}

// otherwise reads what is taken instead of a value that can't be taken.
func (r *reader) otherwise(rf *rawField, f *Field) {
	if !rf.otherwise.Given() {
		return
	}
	f.Lenient = true
	switch {
	case f.Needed:
		r.Fail(rf.otherwise.Pos, "%s is required, so an item without a good value is refused; leave out one of the two", f.Name)
	case rf.otherwise.Kind == strictyaml.Null:
	case f.Type != model.Enum:
		r.Fail(rf.otherwise.Pos, "otherwise is null here, or left out; another value is for enums")
	case !slices.Contains(f.Values, rf.otherwise.Text):
		r.Fail(rf.otherwise.Pos, "otherwise is one of the values of %s or null, not %.60q%s", f.Name, rf.otherwise.Text, nearest.DidYouMean(rf.otherwise.Text, f.Values))
	default:
		f.Otherwise, f.Required = rf.otherwise.Text, true
	}
}

// entryValues checks the value that the field has for each entry: it is known already.
func (r *reader) entryValues(rf *rawField, f *Field, s *Source) {
	f.Required = true
	for i, e := range s.Request.Entries {
		value, code := f.fromText(e.Value(f.Entry))
		if code != "" {
			r.Fail(rf.value.path.Pos, "%s can't have the value %.60q of entry %d: %s", f.Name, e.Value(f.Entry), i+1, strings.ReplaceAll(string(code), "_", " "))
		}
		f.entries = append(f.entries, value)
	}
}

// checkBands checks the fields that are derived from numbers.
func (r *reader) checkBands(ri *rawItem, s *Source) {
	for i, rf := range ri.fields {
		f := s.Item.Fields[i]
		if rf.typ.Text != band {
			continue
		}
		if !rf.of.Given() {
			r.Fail(rf.Pos, "the band %s needs 'of', the name of the number that it is a band of", f.Name)
			continue
		}
		of := r.named(s, rf.of, "of")
		if of == nil {
			continue
		}
		if of.Type != model.Integer && of.Type != model.Decimal {
			if of.Type != "" {
				r.Fail(rf.of.Pos, "a band is of an integer or a decimal; %s is %s", of.Name, of.Type)
			}
			continue
		}
		f.Of, f.Required = of, of.Required
		r.bands(rf, f)
	}
}

func (r *reader) bands(rf *rawField, f *Field) {
	if len(rf.bands) < 2 || len(rf.bands) > maxValues {
		r.Fail(rf.Pos, "%s needs two to %d bands, such as [{name: low, below: 10}, {name: high}]", f.Name, maxValues)
	}
	for i, rb := range rf.bands {
		last := i == len(rf.bands)-1
		if !rb.name.Given() {
			r.Fail(rb.Pos, "a band needs a name")
			continue
		}
		r.addValue(rb.name, f)
		b := Band{Name: rb.name.Text, Below: r.limit(rb.below, "below", f.Of)}
		switch {
		case last && rb.below.Given():
			r.Fail(rb.below.Pos, "the last band has no limit: it takes all the rest")
		case !last && !rb.below.Given():
			r.Fail(rb.Pos, "the band %s needs a limit (below): only the last one has none", b.Name)
		case i > 0 && b.Below != "" && len(f.Bands) == i && f.Bands[i-1].Below != "" && compare(f.Bands[i-1].Below, b.Below) >= 0:
			r.Fail(rb.below.Pos, "the limits of the bands grow from one to the next; %s is not more than %s", b.Below, f.Bands[i-1].Below)
		}
		f.Bands = append(f.Bands, b)
	}
}
