// How WeChat draws its built-in tags, as far as the app leaves that to it.
const BUILT_IN_TAGS = `
html,body{margin:0;height:100%}
.screen{height:100%}
[data-route]{display:block;font-family:system-ui,sans-serif}
view,navigator,scroll-view,form{display:block}
text{display:inline;white-space:pre-line}
scroll-view[scroll-x]{overflow-x:auto;white-space:nowrap}
image{display:inline-block;width:320px;height:240px;background:0 0/100% 100% no-repeat}
image[mode=aspectFill]{background-size:cover;background-position:center}
image[mode=aspectFit]{background-size:contain;background-position:center}
input{display:block;box-sizing:border-box;border:0;padding:0;background:none;font:inherit;color:inherit;outline:none}
wx-button{display:block;box-sizing:border-box;margin:0 auto;padding:0 14px;border:0;font-size:18px;line-height:2.56;text-align:center;border-radius:5px;position:relative;color:#000;background:#f8f8f8}
wx-button::after{position:absolute;top:0;left:0;box-sizing:border-box;width:200%;height:200%;border:1px solid rgba(0,0,0,.2);border-radius:10px;content:' ';transform:scale(.5);transform-origin:0 0}
switch{display:inline-block;position:relative;width:52px;height:32px;border-radius:16px;background:#dfdfdf}
switch::after{position:absolute;top:1px;left:1px;width:30px;height:30px;border-radius:50%;background:#fff;content:''}
switch[checked]:not([checked=false]){background:#07c160}
switch[checked]:not([checked=false])::after{left:21px}
subscribe{display:block;box-sizing:border-box;padding:0 16px;border-radius:4px;background:#07c160;color:#fff;line-height:40px}
subscribe::before{content:'开播提醒'}
live-player,video,channel-live{display:block;width:300px;height:225px;background:#000}
`

/** Puts a package's wxss into the page, `rpx` and `page` as WeChat reads them. */
export function addStyles(styles: Readonly<Record<string, string>>): void {
  const { 'app.wxss': ofApp = '', ...others } = styles
  for (const wxss of [BUILT_IN_TAGS, ofApp, ...Object.values(others)])
    document.head.appendChild(document.createElement('style')).textContent = toCss(wxss)
}

function toCss(wxss: string): string {
  return wxss
    .replace(/(-?[\d.]+)rpx\b/g, 'calc($1 * 100vw / 750)')
    .replace(/(^|[},{;])\s*page(?=[\s,{])/g, '$1[data-route]')
}
