//! The XMP packet of a PDF/X file (ISO 15930-7, 6.7; XMP parts 1 and 2), and of its proof.

use chrono::{DateTime, FixedOffset, SecondsFormat};

use crate::Standard;

/// What the packet says; the same as the document information dictionary.
pub(crate) struct Packet<'a> {
    /// Title of the document.
    pub(crate) title: &'a str,
    /// Its language, BCP 47.
    pub(crate) lang: &'a str,
    /// Creation, modification and metadata date.
    pub(crate) at: DateTime<FixedOffset>,
    /// The program that wrote it.
    pub(crate) producer: &'a str,
    /// What kind of file it is.
    pub(crate) made: Made<'a>,
    /// A UUID of the document, from its contents.
    pub(crate) id: &'a str,
}

/// What kind of file a packet stands in.
#[derive(Clone, Copy)]
pub(crate) enum Made<'a> {
    /// A press file of the standard; PDF/X-4 is named here, the older ones in the document information dictionary, and here
    /// as Adobe's programs repeat them.
    Press(Standard),
    /// The proof of a press file.
    Proof {
        /// The press file's UUID.
        of: &'a str,
    },
}

impl Made<'_> {
    /// The namespace that it needs, and what is said in it.
    fn told(self) -> (&'static str, &'static str, String) {
        let (prefix, schema, standard) = match self {
            Self::Press(standard @ Standard::X4) => ("pdfxid", "http://www.npes.org/pdfx/ns/id/", standard),
            Self::Press(standard @ Standard::X1a) => ("pdfx", "http://ns.adobe.com/pdfx/1.3/", standard),
            Self::Proof { of } => {
                let told = format!(
                    r#"<xmpMM:DerivedFrom rdf:parseType="Resource">
    <stRef:documentID>uuid:{of}</stRef:documentID>
    <stRef:instanceID>uuid:{of}</stRef:instanceID>
   </xmpMM:DerivedFrom>"#
                );
                return ("stRef", "http://ns.adobe.com/xap/1.0/sType/ResourceRef#", told);
            }
        };
        let version = "GTS_PDFXVersion";
        let told = format!(
            "<pdf:Trapped>False</pdf:Trapped>\n   <{prefix}:{version}>{}</{prefix}:{version}>",
            standard.name()
        );
        (prefix, schema, told)
    }
}

impl Packet<'_> {
    /// The packet, UTF-8, without padding: the file is never edited in place.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let title = escape(self.title);
        let lang = escape(self.lang);
        let producer = escape(self.producer);
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, false);
        let id = self.id;
        let (prefix, schema, told) = self.made.told();
        format!(
            r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:{prefix}="{schema}">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{producer}</xmp:CreatorTool>
   <xmp:CreateDate>{at}</xmp:CreateDate>
   <xmp:ModifyDate>{at}</xmp:ModifyDate>
   <xmp:MetadataDate>{at}</xmp:MetadataDate>
   <xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
   <xmpMM:InstanceID>uuid:{id}</xmpMM:InstanceID>
   <xmpMM:VersionID>1</xmpMM:VersionID>
   <xmpMM:RenditionClass>default</xmpMM:RenditionClass>
   <pdf:Producer>{producer}</pdf:Producer>
   {told}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
            bom = '\u{feff}',
        )
        .into_bytes()
    }
}

/// Text as XML content; characters that XML 1.0 does not know are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_breaks_the_packet() {
        assert_eq!(escape("a<b>&\"c\"\u{0}\n样报"), "a&lt;b&gt;&amp;&quot;c&quot; 样报");
    }
}
