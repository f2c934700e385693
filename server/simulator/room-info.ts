import type { ImageKind } from './image-name'
import type { Category } from './shop'
import type { SimulatedRoom } from './timetable'
import { imagePath } from './image-name'

/**
 * A room as WeChat's `getliveinfo` writes it: times in seconds, prices in fen.
 * @param room the room at this moment
 * @param publicUrl where the gateway serves the simulator's pictures
 */
export function roomInfo(room: SimulatedRoom, publicUrl: string): object {
  const image = (category: Category, kind: ImageKind, look: number) => publicUrl + imagePath({ category, kind, look })
  return {
    name: room.name,
    roomid: room.id,
    cover_img: image(room.category, 'cover', room.look),
    share_img: image(room.category, 'share', room.look),
    feeds_img: image(room.category, 'goods', room.look),
    live_status: room.listedStatusCode,
    start_time: room.startAtMs / 1000,
    end_time: room.endAtMs / 1000,
    anchor_name: room.hostName,
    goods: room.goods.map(goods => ({
      cover_img: image(room.category, 'goods', goods.look),
      url: `src/pages/goods/goods?goods_id=${goods.id}`,
      name: goods.name,
      price: goods.priceFen,
      price2: goods.price2Fen,
      price_type: goods.priceType,
      goods_id: goods.id,
      third_party_appid: '',
    })),
    live_type: 0,
    close_like: 0,
    close_goods: 0,
    close_comment: 0,
    close_kf: 1,
    close_replay: room.hasReplay ? 0 : 1,
    is_feeds_public: 1,
    creater_openid: '',
  }
}
