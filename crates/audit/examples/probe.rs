fn main(){ let p=std::env::args().nth(1).unwrap(); let b=std::fs::read(&p).unwrap();
 match unequal_audit::Claims::parse(&p,&b){ Err(e)=>println!("{}",e.drawn()), Ok(c)=>{
 let t=std::time::Instant::now(); let a=unequal_audit::audit(&c).unwrap(); println!("{:?}",t.elapsed());
 for h in &a.headline{println!("{h}")}
 for c in &a.claims{println!("{:25} {:?} {} | {} | {} | {}",c.name,c.data.grade.words(),c.means.as_ref().map(|m|c.words(m)).unwrap_or_default(), c.data.found.as_ref().map(|m|c.words(m)).unwrap_or_default(),c.data.source,c.data.remark)}
 for k in a.beside.iter().flat_map(|b|&b.knots){ for c in &k.contradictions{println!("{:?} beside {:?}",c.claims,c.beside); for i in &c.implied{println!("    {} -> {}",i.claim,a.words_of(&i.claim,&i.range))}} for r in &k.repairs{println!("without {:?}",r.without);for i in &r.implied{println!("    {} -> {}",i.claim,a.words_of(&i.claim,&i.range))}}}
 }}}
