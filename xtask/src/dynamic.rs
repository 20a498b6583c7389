//! Records built from the spec instead of generated code, so that examples are checked before any code is generated.
//!
//! They implement the same traits as the models and use the same encoder and decoder.

use std::collections::BTreeMap;

use hwc_wire::value::{ElementSlots, Entries, EntrySlots, Items, no_object, read_list};
use hwc_wire::{
    Binary, Context, EnumInfo, Field, FilePart, Input, Kind, Link, Output, Record, Secret, Shape, Stop, Timestamp,
    Value,
};

use crate::model::{self, Ty, TypeKind, Types};

type Slot = Box<dyn Value + Send + Sync>;

/// A record whose fields are known from the spec.
pub(crate) struct Dynamic {
    shape: &'static Shape,
    slots: Vec<Slot>,
}

impl Dynamic {
    /// Returns an empty record with these fields. Descriptors are leaked, so they live as long as the program, as those of
    /// the models do.
    pub(crate) fn new(name: &str, fields: &[model::Field], types: &Types) -> Self {
        let table = fields.iter().map(table).collect::<Vec<Field>>();
        let shape = Box::leak(Box::new(Shape::received(leak(name), Box::leak(table.into_boxed_slice()))));
        let slots = fields.iter().map(|field| slot(&field.ty, types)).collect();
        Self { shape, slots }
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn table(field: &model::Field) -> Field {
    let also: Vec<&'static str> = field.wire[1..].iter().map(|name| leak(name)).collect();
    Field {
        name: leak(field.name()),
        also: Box::leak(also.into_boxed_slice()),
        place: field.place,
        required: field.required,
        loose: field.loose,
        written: field.written,
        content: field.ty == Ty::Bytes,
        limits: field.limits,
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
        Ty::Link => Box::new(None::<Link>),
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
            let info: &'static EnumInfo = Box::leak(Box::new(EnumInfo {
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
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Value])) {
        let slots: Vec<&dyn Value> = self.slots.iter().map(|slot| &**slot as &dyn Value).collect();
        visit(&slots);
    }

    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Value])) {
        let mut slots: Vec<&mut dyn Value> = self.slots.iter_mut().map(|slot| &mut **slot as &mut dyn Value).collect();
        visit(&mut slots);
    }
}

impl Value for Dynamic {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        hwc_wire::record::read(self, input, cx)
    }

    fn show(&self) -> Output<'_> {
        Output::Record(self)
    }

    fn own_kind(&self) -> Kind {
        Kind::Any
    }
}

/// An optional id, enum or record.
struct Maybe {
    make: Make,
    value: Option<Slot>,
}

impl Value for Maybe {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        self.value = None;
        if matches!(input, Input::Null) {
            return Ok(());
        }
        let read = self.value.insert((self.make)()).read(input, cx);
        if matches!(read, Err(Stop::Nothing)) {
            self.value = None;
            return Ok(());
        }
        read
    }

    fn show(&self) -> Output<'_> {
        self.value.as_ref().map_or(Output::Absent, |value| value.show())
    }

    fn own_kind(&self) -> Kind {
        Kind::Any
    }
}

/// A list that may be absent.
struct Many {
    make: Make,
    list: Option<Vec<Slot>>,
}

impl Value for Many {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        self.list = Some(Vec::new());
        read_list(self, input, cx)
    }

    fn show(&self) -> Output<'_> {
        if self.list.is_some() { Output::List(self) } else { Output::Absent }
    }

    fn own_kind(&self) -> Kind {
        Kind::Any
    }
}

impl ElementSlots for Many {
    fn grow(&mut self) -> &mut dyn Value {
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

impl Items for Many {
    fn count(&self) -> usize {
        self.list.as_ref().map_or(0, Vec::len)
    }

    fn item(&self, index: usize) -> &dyn Value {
        &*self.list.as_deref().unwrap_or_default()[index]
    }
}

/// A map from text.
struct Named {
    make: Make,
    map: BTreeMap<String, Slot>,
}

impl Value for Named {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        self.map.clear();
        match input {
            Input::Object(object) => object.entries(self, cx),
            other => no_object(other, cx),
        }
    }

    fn show(&self) -> Output<'_> {
        if self.map.is_empty() { Output::Absent } else { Output::Map(self) }
    }

    fn own_kind(&self) -> Kind {
        Kind::Any
    }
}

impl EntrySlots for Named {
    fn slot(&mut self, name: &str) -> &mut dyn Value {
        &mut **self.map.entry(name.to_owned()).or_insert_with(|| (self.make)())
    }

    fn remove(&mut self, name: &str) {
        self.map.remove(name);
    }

    fn cost(&self) -> usize {
        size_of::<Slot>()
    }
}

impl Entries for Named {
    fn count(&self) -> usize {
        self.map.len()
    }

    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a dyn Value)) {
        for (name, value) in &self.map {
            visit(name, &**value);
        }
    }
}

/// The code of an enum.
struct Code {
    info: &'static EnumInfo,
    text: String,
}

impl Value for Code {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        if self.info.numeric {
            let mut number = 0_i64;
            number.read(input, cx)?;
            self.text = number.to_string();
        } else {
            self.text.read(input, cx)?;
        }
        if self.info.variant(&self.text).is_some() {
            return Ok(());
        }
        cx.coerced("a listed code", "another")
    }

    fn show(&self) -> Output<'_> {
        match self.text.parse() {
            Ok(number) if self.info.numeric => Output::NumberCode(number, self.info),
            _ => Output::TextCode(&self.text, self.info),
        }
    }

    fn own_kind(&self) -> Kind {
        Kind::Any
    }
}
