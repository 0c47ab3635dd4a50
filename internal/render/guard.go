package render

import (
	"fmt"
	"reflect"
)

// maxValue is the most bytes, or items, that a value which a function makes may have.
const maxValue = 1 << 20

var errorType = reflect.TypeFor[error]()

// guarded wraps a function so that each call takes steps, and what it gives has a bounded size: no function
// can be called a billion times, or be fed its own result until the memory is full.
func (w *worker) guarded(name string, fn any) any {
	f := reflect.ValueOf(fn)
	t := f.Type()
	ins := make([]reflect.Type, t.NumIn())
	for i := range ins {
		ins[i] = t.In(i)
	}
	wrapped := reflect.FuncOf(ins, []reflect.Type{t.Out(0), errorType}, t.IsVariadic())
	return reflect.MakeFunc(wrapped, func(args []reflect.Value) []reflect.Value {
		var out []reflect.Value
		if t.IsVariadic() {
			out = f.CallSlice(args)
		} else {
			out = f.Call(args)
		}
		err := reflect.Zero(errorType)
		if len(out) == 2 && !out[1].IsNil() {
			return out
		}
		if e := w.weigh(name, out[0]); e != nil {
			err = reflect.ValueOf(&e).Elem()
		}
		return []reflect.Value{out[0], err}
	}).Interface()
}

func (w *worker) weigh(name string, v reflect.Value) error {
	size := sizeOf(v, maxValue+1)
	if size > maxValue {
		return &BudgetError{fmt.Sprintf("%s makes a value of more than %d bytes", name, maxValue)}
	}
	return w.spend(1 + int64(size)/256)
}

// sizeOf counts the bytes of a text, or all that is in a list or a map; it stops counting at limit.
func sizeOf(v reflect.Value, limit int) int {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	size := 1
	switch v.Kind() {
	case reflect.String:
		return 1 + v.Len()
	case reflect.Slice, reflect.Array:
		for i := 0; i < v.Len() && size < limit; i++ {
			size += sizeOf(v.Index(i), limit-size)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next() && size < limit; {
			size += sizeOf(it.Key(), limit-size) + sizeOf(it.Value(), limit-size)
		}
	}
	return size
}
