//! Records built from the spec instead of generated code, so that examples are checked before any code is generated.
//!
//! They implement the same traits as the models and use the same encoder and decoder.

use std::collections::BTreeMap;

use hwc_wire::value::{ListBuilder, ListRef, MapBuilder, MapRef, expect_empty_object, read_list};
use hwc_wire::{
    Binary, DecodeContext, EnumDescriptor, FieldDescriptor, FilePart, InputValue, Kind, PresignedUrl, Record,
    RecordDescriptor, Secret, Timestamp, ValueError, ValueRef, WireValue,
};

use crate::model::{self, Ty, TypeKind, Types};

type Slot = Box<dyn WireValue + Send + Sync>;

/// A record whose fields are known from the spec.
pub(crate) struct Dynamic {
    shape: &'static RecordDescriptor,
    slots: Vec<Slot>,
}

impl Dynamic {
    /// Returns an empty record with these fields. Descriptors are leaked, so they live as long as the program, as those of
    /// the models do.
    pub(crate) fn new(name: &str, fields: &[model::Field], types: &Types) -> Self {
        let table = fields.iter().map(table).collect::<Vec<FieldDescriptor>>();
        let shape = Box::leak(Box::new(RecordDescriptor::received(leak(name), Box::leak(table.into_boxed_slice()))));
        let slots = fields.iter().map(|field| slot(&field.ty, types)).collect();
        Self { shape, slots }
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn table(field: &model::Field) -> FieldDescriptor {
    let also: Vec<&'static str> = field.wire[1..].iter().map(|name| leak(name)).collect();
    FieldDescriptor {
        name: leak(field.name()),
        aliases: Box::leak(also.into_boxed_slice()),
        location: field.place,
        required: field.required,
        lenient: field.loose,
        written: field.written,
        binary: field.ty == Ty::Bytes,
        constraints: field.limits,
    }
}

/// Returns an absent value of a type.
fn slot(ty: &Ty, types: &Types) -> Slot {
    match ty {
        Ty::Text => Box::new(None::<String>),
        Ty::Bool => Box::new(None::<bool>),
        Ty::I32 => Box::new(None::<i32>),
        Ty::I64 => Box::new(None::<i64>),
        Ty::U32 => Box::new(None::<u32>),
        Ty::U64 => Box::new(None::<u64>),
        Ty::F64 => Box::new(None::<f64>),
        Ty::Time => Box::new(None::<Timestamp>),
        Ty::Secret => Box::new(None::<Secret>),
        Ty::Link => Box::new(None::<PresignedUrl>),
        Ty::Any => Box::new(None::<serde_json::Value>),
        Ty::Bytes => Box::new(Binary::default()),
        Ty::File => Box::new(None::<FilePart>),
        Ty::List(inner) => Box::new(Many { make: maker(inner, types), list: None }),
        Ty::Map(inner) => Box::new(Named { make: maker(inner, types), map: BTreeMap::new() }),
        Ty::Named(_) => Box::new(Maybe { make: maker(ty, types), value: None }),
    }
}

type Make = std::sync::Arc<dyn Fn() -> Slot + Send + Sync>;

/// Returns a function that makes one value of a type at a time, so that types may contain themselves.
fn maker(ty: &Ty, types: &Types) -> Make {
    let Ty::Named(name) = ty else {
        let (ty, types) = (ty.clone(), snapshot(ty, types));
        return std::sync::Arc::new(move || slot(&ty, &types));
    };
    let Some(declared) = types.get(name) else {
        return std::sync::Arc::new(|| Box::new(None::<serde_json::Value>));
    };
    match &declared.kind {
        TypeKind::Id => std::sync::Arc::new(|| Box::new(None::<String>)),
        TypeKind::Enum { numeric, variants } => {
            let codes: Vec<_> = variants.iter().map(|variant| (leak(&variant.code), leak(&variant.name))).collect();
            let info: &'static EnumDescriptor = Box::leak(Box::new(EnumDescriptor {
                name: leak(name),
                numeric: *numeric,
                codes: Box::leak(codes.into_boxed_slice()),
            }));
            std::sync::Arc::new(move || Box::new(Code { info, text: String::new() }))
        }
        TypeKind::Record(fields) => {
            let (name, fields, types) = (name.clone(), fields.clone(), snapshot(ty, types));
            std::sync::Arc::new(move || Box::new(Dynamic::new(&name, &fields, &types)))
        }
    }
}

/// Returns the types that a type reaches, for a maker to own.
fn snapshot(ty: &Ty, types: &Types) -> std::sync::Arc<Types> {
    let mut found = Types::new();
    collect(ty.named(), types, &mut found);
    std::sync::Arc::new(found)
}

fn collect(name: Option<&str>, types: &Types, found: &mut Types) {
    let Some((name, declared)) = name.and_then(|name| types.get_key_value(name)) else {
        return;
    };
    if found.contains_key(name) {
        return;
    }
    found.insert(name.clone(), declared.clone());
    if let TypeKind::Record(fields) = &declared.kind {
        for field in fields {
            collect(field.ty.named(), types, found);
        }
    }
}

impl std::fmt::Debug for Dynamic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hwc_wire::record::debug(self, f)
    }
}

impl Record for Dynamic {
    fn descriptor(&self) -> &'static RecordDescriptor {
        self.shape
    }

    fn get(&self, index: usize) -> &dyn WireValue {
        &*self.slots[index]
    }

    fn get_mut(&mut self, index: usize) -> &mut dyn WireValue {
        &mut *self.slots[index]
    }
}

impl WireValue for Dynamic {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        hwc_wire::record::decode(self, input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Record(self)
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

/// An optional id, enum or record.
struct Maybe {
    make: Make,
    value: Option<Slot>,
}

impl WireValue for Maybe {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.value = None;
        if matches!(input, InputValue::Null) {
            return Ok(());
        }
        let read = self.value.insert((self.make)()).decode(input, cx);
        if matches!(read, Err(ValueError::EmptyString)) {
            self.value = None;
            return Ok(());
        }
        read
    }

    fn view(&self) -> ValueRef<'_> {
        self.value.as_ref().map_or(ValueRef::Absent, |value| value.view())
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

/// A list that may be absent.
struct Many {
    make: Make,
    list: Option<Vec<Slot>>,
}

impl WireValue for Many {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.list = Some(Vec::new());
        read_list(self, input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        if self.list.is_some() { ValueRef::List(self) } else { ValueRef::Absent }
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

impl ListBuilder for Many {
    fn grow(&mut self) -> &mut dyn WireValue {
        let list = self.list.get_or_insert_default();
        list.push((self.make)());
        let last = list.len() - 1;
        &mut *list[last]
    }

    fn shrink(&mut self) {
        self.list.as_mut().map(Vec::pop);
    }

    fn cost(&self) -> usize {
        size_of::<Slot>()
    }
}

impl ListRef for Many {
    fn count(&self) -> usize {
        self.list.as_ref().map_or(0, Vec::len)
    }

    fn item(&self, index: usize) -> &dyn WireValue {
        &*self.list.as_deref().unwrap_or_default()[index]
    }
}

/// A map from text.
struct Named {
    make: Make,
    map: BTreeMap<String, Slot>,
}

impl WireValue for Named {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.map.clear();
        match input {
            InputValue::Object(object) => object.decode_map(self, cx),
            other => expect_empty_object(other, cx),
        }
    }

    fn view(&self) -> ValueRef<'_> {
        if self.map.is_empty() { ValueRef::Absent } else { ValueRef::Map(self) }
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

impl MapBuilder for Named {
    fn slot(&mut self, name: &str) -> &mut dyn WireValue {
        &mut **self.map.entry(name.to_owned()).or_insert_with(|| (self.make)())
    }

    fn remove(&mut self, name: &str) {
        self.map.remove(name);
    }

    fn cost(&self) -> usize {
        size_of::<Slot>()
    }
}

impl MapRef for Named {
    fn count(&self) -> usize {
        self.map.len()
    }

    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn WireValue)> + '_> {
        Box::new(self.map.iter().map(|(name, value)| (name.as_str(), &**value as &dyn WireValue)))
    }
}

/// The code of an enum.
struct Code {
    info: &'static EnumDescriptor,
    text: String,
}

impl WireValue for Code {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        if self.info.numeric {
            let mut number = 0_i64;
            number.decode(input, cx)?;
            self.text = number.to_string();
        } else {
            self.text.decode(input, cx)?;
        }
        if self.info.variant(&self.text).is_some() {
            return Ok(());
        }
        cx.note_coercion("a listed code", "another")
    }

    fn view(&self) -> ValueRef<'_> {
        match self.text.parse() {
            Ok(number) if self.info.numeric => ValueRef::IntEnum(number, self.info),
            _ => ValueRef::StringEnum(&self.text, self.info),
        }
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}
