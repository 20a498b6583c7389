// The words of the page in English and Chinese. Descriptions of fields exist in English only.

const WORDS = {
  add: ["Add", "添加"],
  added: ["added", "已添加"],
  advice: ["Advice", "建议"],
  attempt: ["Attempt {0}", "第 {0} 次请求"],
  attempts: ["{0} attempt(s)", "{0} 次请求"],
  authentication: ["Authentication", "认证"],
  body: ["Body", "请求体"],
  calls: ["Calls", "调用记录"],
  calls_empty: ["No calls yet. Each call of this page is listed here until the page is closed.", "暂无调用。本页面的调用会列在这里，关闭页面后清除。"],
  calls_sandbox: ["Sandbox: {0} calls", "沙箱：{0} 次调用"],
  cancel: ["Cancel", "取消"],
  canonical: ["Canonical request", "规范请求"],
  checks: ["Checks of the sandbox", "沙箱的检查项"],
  confirm_destructive: ["This call can remove or revoke something permanently.", "此调用可能会永久删除或撤销数据。"],
  confirm_title: ["Send {0}?", "发送 {0}？"],
  confirm_write: ["This call changes data of the service.", "此调用会修改服务中的数据。"],
  copied: ["Copied", "已复制"],
  copy: ["Copy", "复制"],
  default: ["Default: {0}", "默认值：{0}"],
  deviations: ["Deviations from the description", "与接口描述的差异"],
  download: ["Download folder", "下载目录"],
  effect_destructive: ["destructive", "破坏性"],
  effect_read: ["read", "只读"],
  effect_write: ["write", "写入"],
  error: ["Error", "错误"],
  example: ["Fill in example", "填入示例"],
  explain: ["Explain", "解释"],
  explain_hint: ["Signs the request without sending it.", "对请求签名但不发送。"],
  explain_run: ["Explain this request", "解释此请求"],
  fault: ["Fault", "故障注入"],
  fault_none: ["none", "无"],
  field: ["Field", "字段"],
  file_saved: ["File of {0} bytes", "文件，{0} 字节"],
  form: ["Form", "表单"],
  found: ["{0} of {1} operations", "{0} / {1} 个接口"],
  group_fields: ["Fields", "字段"],
  headers: ["Headers", "头部"],
  items: ["{0} to {1} elements", "{0} 到 {1} 个元素"],
  items_max: ["at most {1} elements", "最多 {1} 个元素"],
  json: ["JSON", "JSON"],
  json_label: ["Fields as JSON", "JSON 形式的字段"],
  key: ["Key", "键"],
  language: ["Language", "语言"],
  length: ["{0} to {1} characters", "{0} 到 {1} 个字符"],
  length_max: ["at most {1} characters", "最多 {1} 个字符"],
  loading: ["Loading the catalog…", "正在加载接口目录…"],
  more_sources: ["Sources and notes", "来源与说明"],
  no_fields: ["This operation has no fields.", "此接口没有字段。"],
  no_result: ["No operation matches.", "没有匹配的接口。"],
  not_set: ["(not set)", "（未设置）"],
  not_sent: ["Not sent yet.", "尚未发送。"],
  only_required: ["Only required fields", "仅显示必填字段"],
  open: ["Open", "打开"],
  operation: ["Operation", "接口"],
  operations: ["Operations", "接口"],
  other: ["Other value…", "其他值…"],
  pattern: ["Pattern {0}", "格式 {0}"],
  place: ["Place", "位置"],
  placeholders: ["Sample values stand for required fields: {0}", "必填字段使用了示例值：{0}"],
  problems: ["{0} problem(s)", "{0} 个问题"],
  reason: ["Why", "原因"],
  remove: ["Remove", "删除"],
  remove_item: ["Remove {0}", "删除 {0}"],
  request: ["Request", "请求"],
  request_id: ["Request ID", "请求 ID"],
  required: ["required", "必填"],
  reset: ["Clear", "清空"],
  response: ["Response", "响应"],
  run_with: ["Run", "运行"],
  samples: ["Sample code", "示例代码"],
  sandbox: ["Sandbox", "沙箱"],
  save_file: ["Save file", "保存文件"],
  search: ["Search operations", "搜索接口"],
  search_hint: ["Search ( / )", "搜索 ( / )"],
  send: ["Send", "发送"],
  sending: ["Sending…", "正在发送…"],
  settings: ["Settings of the service", "服务设置"],
  signed_headers: ["Signed headers", "已签名的头部"],
  skip: ["Skip to the operation", "跳到接口"],
  starts_task: ["Starts background work; {0} reads its state.", "启动后台任务；通过 {0} 查询状态。"],
  status: ["Status", "状态"],
  string_to_sign: ["String to sign", "待签名字符串"],
  time: ["Time", "时间"],
  title: ["API Explorer", "API 浏览器"],
  trace: ["Trace", "请求轨迹"],
  unknown_operation: ["Unknown operation: {0}", "未知接口：{0}"],
  value: ["Value", "值"],
  variables: ["Variables", "环境变量"],
  views: ["Views", "视图"],
  welcome: ["Choose an operation, or press / to search.", "请选择接口，或按 / 键搜索。"],
  range: ["{0} to {1}", "{0} 到 {1}"],
};

let language = 0;

/** Adds the words of a view. */
export const addWords = (words) => Object.assign(WORDS, words);

/** Returns the text for a key. `{0}` is the first argument. */
export function t(key, ...values) {
  const text = WORDS[key]?.[language] ?? key;
  return text.replace(/\{(\d)\}/g, (_, at) => values[at] ?? "");
}

/** Returns the language, `en` or `zh`. */
export const current = () => ["en", "zh"][language];

/** Sets the language, and the texts of the static parts of the page. */
export function setLanguage(name) {
  language = name === "zh" ? 1 : 0;
  document.documentElement.lang = name === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = t(element.dataset.placeholder);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
}

/** Returns the summary of an operation. */
export const summary = (operation) => (language === 1 && operation.summary_zh) || operation.summary;
