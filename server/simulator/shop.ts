/** What the simulated shop sells; each category has pictures of its own. */
export const CATEGORIES = ['tea', 'ceramics', 'fruit', 'outdoor', 'books', 'kitchen', 'linen'] as const

/** One of {@link CATEGORIES}. */
export type Category = typeof CATEGORIES[number]

/** A product as WeChat keeps it. */
export interface SimulatedGoods {
  readonly id: number
  readonly name: string
  /** WeChat's number: 1 fixed, 2 range, 3 discount. */
  readonly priceType: 1 | 2 | 3
  readonly priceFen: number
  readonly price2Fen: number
  /** Which of its category's pictures it has. */
  readonly look: number
}

/** A broadcast that the shop repeats. */
export interface Show {
  readonly name: string
  readonly hostName: string
  readonly category: Category
}

type Price = readonly [priceType: SimulatedGoods['priceType'], priceFen: number, price2Fen?: number]

const fixed = (priceFen: number): Price => [1, priceFen]
const range = (lowestFen: number, highestFen: number): Price => [2, lowestFen, highestFen]
const reduced = (beforeFen: number, nowFen: number): Price => [3, beforeFen, nowFen]

const SHELVES: Readonly<Record<Category, ReadonlyArray<readonly [name: string, price: Price]>>> = {
  tea: [
    ['明前龙井 50克', fixed(16800)],
    ['武夷肉桂 100克', reduced(25800, 19900)],
    ['白毫银针礼盒', range(29800, 69800)],
    ['三年老白茶饼', fixed(38800)],
    ['茉莉花茶 罐装', reduced(9900, 6900)],
  ],
  ceramics: [
    ['青白瓷盖碗', fixed(12800)],
    ['柴烧主人杯', range(8800, 36800)],
    ['影青公道杯', reduced(9800, 7800)],
    ['釉下彩茶叶罐', fixed(15800)],
    ['粗陶花器', range(6800, 23800)],
  ],
  fruit: [
    ['赣南脐橙 5斤', reduced(4990, 3990)],
    ['阳光玫瑰 2串', fixed(6900)],
    ['云南蓝莓 盒装', range(2990, 8990)],
    ['秋月梨 6枚', fixed(5800)],
    ['丹东草莓 3斤', reduced(8800, 6880)],
  ],
  outdoor: [
    ['轻量双人帐篷', reduced(89900, 69900)],
    ['羽绒睡袋', range(49900, 129900)],
    ['碳纤维登山杖', fixed(25900)],
    ['钛炊具三件套', fixed(32900)],
    ['防风保温壶', reduced(19900, 15900)],
  ],
  books: [
    ['二十四节气绘本', reduced(29800, 19800)],
    ['森林洞洞书', fixed(5800)],
    ['布艺触摸书', range(3900, 9900)],
    ['睡前小诗集', fixed(4200)],
    ['厨房立体翻翻书', reduced(8800, 6800)],
  ],
  kitchen: [
    ['手锻铁锅 32厘米', reduced(45900, 36900)],
    ['樟木砧板', range(12800, 26800)],
    ['三合钢主厨刀', fixed(29900)],
    ['木柄雪平锅', fixed(13900)],
    ['双层竹蒸笼', range(5900, 11900)],
  ],
  linen: [
    ['水洗亚麻四件套', range(69900, 89900)],
    ['亚麻围裙', fixed(12900)],
    ['草木染茶席', reduced(15800, 11800)],
    ['手织羊毛毯', fixed(56800)],
    ['棉纱浴巾', reduced(9900, 7900)],
  ],
}

/** Shows that take turns in the five-minute slots. */
export const SHORT_SHOWS: readonly Show[] = [
  { name: '一杯明前龙井，从摘到炒', hostName: '林晚秋', category: 'tea' },
  { name: '今天开窑：青白瓷茶器', hostName: '周牧野', category: 'ceramics' },
  { name: '树上现摘的赣南脐橙', hostName: '陈小满', category: 'fruit' },
  { name: '一口铁锅，三分钟养好', hostName: '何青禾', category: 'kitchen' },
  { name: '轻装上山：背包怎么收', hostName: '沈知行', category: 'outdoor' },
  { name: '给三岁孩子读一本诗', hostName: '顾南星', category: 'books' },
  { name: '亚麻越洗越软的秘密', hostName: '苏梨', category: 'linen' },
  { name: '岩茶入门：肉桂与水仙', hostName: '林晚秋', category: 'tea' },
  { name: '蓝莓清晨采收直发', hostName: '陈小满', category: 'fruit' },
  { name: '柴烧杯子挑选十分钟', hostName: '周牧野', category: 'ceramics' },
  { name: '刀工小课：切丝与切片', hostName: '何青禾', category: 'kitchen' },
]

/** Shows with a place of their own in the timetable. */
export const SHOWS = {
  teaHouse: [
    { name: '白茶茶室：坐下喝一杯', hostName: '林晚秋', category: 'tea' },
    { name: '午后茶席：老白茶慢煮', hostName: '许知白', category: 'tea' },
  ],
  ridge: [
    { name: '山脊连线：云海日出', hostName: '沈知行', category: 'outdoor' },
    { name: '山脊连线：营地做晚饭', hostName: '沈知行', category: 'outdoor' },
  ],
  lake: [
    { name: '高山湖边的一顶帐篷', hostName: '江野', category: 'outdoor' },
    { name: '溯溪路上试新装备', hostName: '江野', category: 'outdoor' },
  ],
  storyTime: [
    { name: '睡前绘本：月亮的邮差', hostName: '顾南星', category: 'books' },
    { name: '亲子共读：四季的声音', hostName: '顾南星', category: 'books' },
  ],
  homeKitchen: [
    { name: '家常小厨：一锅三菜', hostName: '何青禾', category: 'kitchen' },
    { name: '蒸笼里的江南点心', hostName: '何青禾', category: 'kitchen' },
  ],
  clearance: [
    { name: '临时加场：尾货清仓', hostName: '吴桐', category: 'linen' },
  ],
  kilnVisit: [
    { name: '龙窑探访：等一炉火', hostName: '周牧野', category: 'ceramics' },
  ],
  evening: [
    { name: '八点见：春茶专场', hostName: '林晚秋', category: 'tea' },
    { name: '八点见：新窑茶器首发', hostName: '周牧野', category: 'ceramics' },
    { name: '八点见：亚麻家居之夜', hostName: '苏梨', category: 'linen' },
    { name: '八点见：厨房焕新', hostName: '何青禾', category: 'kitchen' },
  ],
  saturday: [
    { name: '周六故事会：绘本签售', hostName: '顾南星', category: 'books' },
  ],
  orchard: [
    { name: '果园直采：今日头茬', hostName: '陈小满', category: 'fruit' },
    { name: '果园直采：阳光玫瑰', hostName: '陈小满', category: 'fruit' },
    { name: '果园直采：秋月梨开摘', hostName: '方禾', category: 'fruit' },
  ],
} as const satisfies Readonly<Record<string, readonly Show[]>>

const FIRST_GOODS_ID = 5001
const SHELF_IDS = 100

/** All products of a category. */
export function goodsOf(category: Category): readonly SimulatedGoods[] {
  const firstId = FIRST_GOODS_ID + CATEGORIES.indexOf(category) * SHELF_IDS
  return SHELVES[category].map(([name, [priceType, priceFen, price2Fen = 0]], look) => ({ id: firstId + look, name, priceType, priceFen, price2Fen, look }))
}
