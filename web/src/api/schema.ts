// Generated from tests/data/openapi.json by `npm run types`; not to be edited.
import type { Geometry as GeoJsonGeometry } from "geojson";
export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 账号 · Accounts
         * @description 全部账号，按登录名。
         *
         *     All accounts by login.
         */
        get: operations["accounts"];
        put?: never;
        /**
         * 新建账号 · Make an account
         * @description 返回一次性链接，本人用它设置密码。
         *
         *     Answers a one-time link by which its owner sets the password.
         */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * 修改账号 · Change an account
         * @description 停用即退出全部设备、作废令牌和链接。最后一位管理员不能停用：409 last_administrator。
         *
         *     Disabling ends devices, tokens and links. The last administrator stays: 409 last_administrator.
         */
        patch: operations["change_account"];
        trace?: never;
    };
    "/api/v1/accounts/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 新的一次性链接 · A new one-time link
         * @description 邀请或重设密码；旧链接随之失效。
         *
         *     An invitation or a new password; older links end.
         */
        post: operations["account_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 网格 · Areas
         * @description GeoJSON，层级由高到低，同级按编号；未绘制的网格 geometry 为 null。给出 limit 时分页，下一页用 next_cursor。地图缩小时用 simplify_m 简化边界，比这还小的网格 geometry 也为 null，相邻网格之间不出现缝隙；用 most 限制总数，放不下的最细层级整层略去，见 levels_left_out。
         *
         *     GeoJSON, coarse levels first, then by code; an area that is not drawn has a null geometry. With a limit it comes in pages, the next one by next_cursor. For a small map simplify_m makes borders coarser without a gap between neighbours, and areas smaller than that have a null geometry too; most leaves out whole levels, the finest first, see levels_left_out.
         */
        get: operations["areas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 网格档案 · One area
         * @description 岗位、执法部门、小区、要素数量、问题数量与几何。
         *
         *     Posts, departments, compounds, counts of features and incidents, geometry.
         */
        get: operations["area"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/edges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 网格边界线 · Shared edges
         * @description 每条公共边只出现一次，带左右两侧的网格编号和最高层级，用于绘图。
         *
         *     Each shared edge once, with the areas left and right of it and the highest level that it separates, for drawing.
         */
        get: operations["area_edges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 考核评比 · Assessment
         * @description 点位、片区、单位或执法部门在一段时间内的各项数量、得分与排名，与上一时段对照。得分附算式；件数不足不评分；未知即未知，不作零。只评地方和单位，不评个人。
         *
         *     Measures, scores and places of points, zones, units or departments in a period, beside the one before. Scores show their arithmetic; too few cases give none; unknown is never zero. Places and units only, no persons.
         */
        get: operations["assessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessment/formulas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 评分公式 · Formulas
         * @description 公开的评分公式、依据和生效日期。
         *
         *     The published formulas with their sources and when they hold.
         */
        get: operations["formulas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessment/formulas/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 修改公式 · Write a formula
         * @description 新公式从 valid_from 起用，已公布的得分不变；formula 为 null 即停用。新公式用 If-Match "v0"。
         *
         *     It counts from valid_from on and published scores stay; null gives it up. A new one is written on "v0".
         */
        put: operations["put_formula"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessment/formulas/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 检查公式 · Check a formula
         * @description 指出全部错误，不保存。
         *
         *     Tells every fault; nothing is stored.
         */
        post: operations["check_formula"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 审计日志 · Audit log
         * @description 登录、账号变动、查看个人信息、导出，最近的在前。
         *
         *     Sign-ins, changes of accounts, private details shown, exports; newest first.
         */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/boundaries/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 按道路切分街块 · Blocks between streets
         * @description 由道路中心线围出的街块，可作为划分网格的起点；给出 within 则只取该网格内，并以其边界为界。相邻街块的边完全一致，只返回图形，不保存。
         *
         *     The ground between the axes of streets, as cells to start a grid from; with within only inside that area and cut off at its border. Neighbours share their edges exactly. Nothing is stored.
         */
        get: operations["street_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/boundaries/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 按四至文字围出边界 · A boundary told in words
         * @description 「东至…，南至…，西至…，北至…」，各边写已导入道路的名称，同一边可写多条。沿各路的中心线或近侧路缘围合，只返回图形，不保存。
         *
         *     The ground between the roads named on its four sides, along their axes or near kerbs. Only a proposal; nothing is stored.
         */
        post: operations["boundary_from_words"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 创建活动 · Campaigns
         * @description 创文、创卫的阶段、时限档次、巡查要求和权重；phase 为今天所处阶段。
         *
         *     Campaigns with their phases, tiers of limits, patrols and weights; phase is the one of today.
         */
        get: operations["campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 修改创建活动 · Write a campaign
         * @description 阶段的日期、时限档次、巡查和权重整体保存；此后的上报按新阶段定时限。新活动用 If-Match "v0"。
         *
         *     Phases and weights are written as a whole; reports from then on get their limits by them. A new one is written on "v0".
         */
        put: operations["put_campaign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 事项类别 · Categories
         * @description 全部类别及其各版国标代码，以及上报界面的十二张图。
         *
         *     All categories with their codes in each national set, and the twelve pictures of the report screen.
         */
        get: operations["categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 全覆盖、无缝隙证明 · Certificate of coverage
         * @description 现行网格的图形、人员、部门三方面核查结果，未划到点位的面积，以及边界的 SHA-256 与 SM3。faults 为 0 即成立。
         *
         *     Geometry, posts and departments of the areas in force, what is not drawn, and SHA-256 and SM3 of the boundaries. It holds when faults is 0.
         */
        get: operations["certificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 消息通道 · Channels
         * @description 全部通道，不含密钥，以及可订阅的事件。
         *
         *     All channels without their secrets, and the events that they may want.
         */
        get: operations["channels"];
        put?: never;
        /**
         * 新建通道 · Make a channel
         * @description 密钥只写入，不再读出。指向内网的地址被拒绝，除非配置放开其网段。
         *
         *     Secrets are written and never read back. Inner addresses are refused unless configuration opens their network.
         */
        post: operations["create_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 删除通道 · Remove a channel
         * @description 密钥随之抹去，尚未投递的消息不再投递，记录保留。
         *
         *     Its secrets are blanked, what waits is given up, the log stays.
         */
        delete: operations["remove_channel"];
        options?: never;
        head?: never;
        /**
         * 修改通道 · Change a channel
         * @description 没有给出的字段保持原样，密钥也是。
         *
         *     What is absent stays as it is, secrets too.
         */
        patch: operations["change_channel"];
        trace?: never;
    };
    "/api/v1/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发送测试消息 · Send a test message
         * @description 立即发送，返回接收方的回答；停用的通道也能测试。
         *
         *     Sent at once, with what the receiver answered; a channel that is switched off can be tested too.
         */
        post: operations["test_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 投递记录 · Deliveries
         * @description 发往外部的消息及每次尝试，最近的在前；保留 90 天。
         *
         *     Messages to the outside with every attempt, newest first; kept for 90 days.
         */
        get: operations["deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重新投递 · Send again
         * @description 从第一次尝试重新开始；接收方看到同一编号。
         *
         *     Begins with the first attempt again; the receiver sees the same id.
         */
        post: operations["replay_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 网格版本 · Editions
         * @description 全部版本，从旧到新；可编辑者另见未发布的草稿。
         *
         *     Every edition, oldest first; who may edit also sees the open drafts.
         */
        get: operations["editions"];
        put?: never;
        /**
         * 起草 · Begin a draft
         * @description 在最新版本上起草；scope 为可改动的社区编码，空为整个体系。
         *
         *     Begins a draft on the newest edition; scope names the communities that it may touch, empty for the whole scheme.
         */
        post: operations["create_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一份草稿 · One draft
         * @description ETag 为其版本，修改时以 If-Match 带回。
         *
         *     ETag is its version, to be named by If-Match when it is changed.
         */
        get: operations["draft"];
        put?: never;
        post?: never;
        /**
         * 放弃草稿 · Withdraw a draft
         * @description 内容留在历史中。
         *
         *     Its content stays in the history.
         */
        delete: operations["withdraw_draft"];
        options?: never;
        head?: never;
        /**
         * 修改草稿 · Change a draft
         * @description 一次保存：新增或修改的网格、删除的编码和理由，全部成立或全部不算。版本过时为 412，并列出他人此后改过的编码。
         *
         *     One save: areas that are new or changed, codes that go, and why; all of it or nothing. A stale version is 412 with the codes that somebody else changed since.
         */
        patch: operations["change_draft"];
        trace?: never;
    };
    "/api/v1/editions/{id}/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 草稿中的网格 · Areas of a draft
         * @description 草稿范围内全部网格发布后的样子；changed 为 added、reshaped、renamed 或 null。
         *
         *     All areas of the draft's scope as they would be; changed is added, reshaped, renamed or null.
         */
        get: operations["draft_areas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 检查草稿 · Check a draft
         * @description 按发布后的样子检查全覆盖、无缝隙；warning 为真的不妨碍发布。
         *
         *     Checks coverage as it would be; warnings do not bar publication.
         */
        get: operations["check_draft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 文件变成草稿改动 · Propose a file as a change of a draft
         * @description 请求体为同一文件，参数为选定的字段对应。返回新增与变化的网格和文件未提到的编码；以 PATCH 保存；shapes_left_out 为真时图形太多不随答复返回，请用 import/apply 保存。repair_m 先修补缝隙与重叠（0.02–10 米）；remember=true 记住该图层的字段对应。进度与取消同 /imports。
         *
         *     The body is the same file, the parameters are the mapping that was chosen. Answers with the areas that are new or differ and the codes that the file leaves out; save them with PATCH; where shapes_left_out is true they are too many to be sent, save them with import/apply. repair_m first closes gaps and overlaps (0.02 to 10 m); remember=true keeps the mapping for layers of this name. Progress and cancelling as with /imports.
         */
        post: operations["propose_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/import/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 文件写入草稿 · Apply a file to a draft
         * @description 请求体为同一文件，参数同 import：把新增与变化的网格存为草稿的一次修改，图形不往返，全部成立或全部不算。remove=true 同时删除范围内同层级而文件未提到的网格。位置像是别的坐标系时拒绝，位置属实请带 accept_place=true。进度与取消同 /imports，取消后草稿不变。
         *
         *     The body is the same file, with the parameters of import: saves the areas that are new or differ as one change of the draft, without sending shapes to and fro; all of it or nothing. remove=true also removes areas of the same levels in the scope that the file leaves out. A place that looks like another datum's is refused unless accept_place=true. Progress and cancelling as with /imports; a cancelled draft stays as it was.
         */
        post: operations["apply_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 发布预览 · What publishing would do
         * @description 每个网格的面积、户数与道路；换了责任人的未办结问题与要素；失去网格的任职；空缺的岗位。列表最多 1000 条，总数如实。
         *
         *     Ground, households and roads of each area; open incidents and features with another owner; posts that lose their area; posts that nobody holds. Lists hold at most 1,000, totals are whole.
         */
        get: operations["preview_draft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 发布 · Publish
         * @description 立即或在某日零时生效，一次提交，不会读到新旧混杂。有非警告问题为 422，他人已发布同一社区为 409 base_changed。
         *
         *     Comes into force at once or at a day's midnight, in one transaction. 422 with faults that are no warnings, 409 base_changed when others published the same community since.
         */
        post: operations["publish_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/repair": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 修补草稿 · What a repair of a draft would do
         * @description 只计算，不保存：在容差内修补缝隙与重叠，或处理一处（fault 与 give_to）。返回宽度分布、会移动的网格及距离、剩余问题；满意后按 version 以 PATCH 保存。
         *
         *     Computes and stores nothing: mends gaps and overlaps within a tolerance, or one of them (fault and give_to). Answers with the widths, the areas that move and how far, and what is left; save them with PATCH on version.
         */
        post: operations["repair_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{id}/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 责任表进入草稿 · Take a roster into a draft
         * @description 请求体为责任表（粘贴的文字、CSV 或 XLSX）。片区与点位写入草稿，单位、人员与任职同时保存，全部成立或全部不算；任职自 from（日期或时刻，默认立即）起，网格发布后即在责任卡上显示。手机号不公开，只能经查询电话的入口取得。dry_run=true 只检查，返回各行的问题；否则须带 If-Match。
         *
         *     The body is the roster (pasted text, CSV or XLSX). Zones and points go into the draft, units, persons and posts are stored with them, all of it or nothing; posts begin on from (a day or an instant, at once by default) and show once their area is published. Mobiles stay private. dry_run=true only checks and tells the problems of each row; else If-Match is needed.
         */
        post: operations["take_roster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{number}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 恢复从前的版本 · Restore an earlier edition
         * @description 发布一个与该版本相同的新版本，立即生效。
         *
         *     Publishes a new edition that equals that one, at once.
         */
        post: operations["restore_edition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/editions/{number}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 撤回未生效的版本 · Withdraw a coming edition
         * @description 只能撤回最新的、尚未生效的版本。
         *
         *     Only the newest edition, before it is in force.
         */
        post: operations["withdraw_edition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hotspots/density": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 密度 · Density
         * @description 核密度，单位为每平方公里件数，带宽以米计；values 为 base64 的 32 位小端浮点数，自西北角逐行。bbox 既是画幅也是筛选范围。
         *
         *     Kernel density in incidents per km² with a bandwidth in metres; values are base64 of little-endian f32, rows from the north-west. bbox is the frame of the surface.
         */
        get: operations["density"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hotspots/ranking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 排行 · Ranking
         * @description 街段（每侧 100 米）、小区或网格按问题数排序，带责任人和上一同长时段的数量。
         *
         *     Street sides of 100 m, compounds or areas by number of incidents, with the owner and the count of the period before.
         */
        get: operations["ranking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 预览文件 · Look through a file
         * @description 请求体就是文件：边界 GeoJSON、Shapefile(zip)、GeoPackage、KML/KMZ、CSV、XLSX，最大 256 MB（压缩包、KML、CSV、XLSX 为 64 MB）。什么也不保存。以 Accept: application/x-ndjson 请求则逐行返回进度，最后一行为结果或未能办理的原因；断开连接即取消。
         *
         *     The body is the file: boundaries as GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ, CSV or XLSX, up to 256 MB (archives, KML, CSV and XLSX 64 MB). Nothing is stored. Asked with Accept: application/x-ndjson it tells its progress line by line, and the last line is the result or why it was refused; closing the connection cancels.
         */
        post: operations["preview_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 问题列表与台账 · List and export
         * @description 按条件列出问题。JSON 分页；GeoJSON、CSV、XLSX（问题台账）由 Accept 或 format 选择，含全部结果，最多 100000 行。
         *
         *     Incidents under a filter. JSON comes in pages; GeoJSON, CSV and XLSX by Accept or format hold all rows, at most 100,000.
         */
        get: operations["incidents"];
        put?: never;
        /**
         * 上报 · Report
         * @description 上报一个问题，当场派给责任人并说明理由。成功即已落盘。带 Idempotency-Key 重发得到同一回答，并带 Idempotent-Replayed。
         *
         *     Reports a problem and routes it at once, with reasons. Success means that it is on disk. The same Idempotency-Key gets the same answer again, marked Idempotent-Replayed.
         */
        post: operations["create_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个问题 · One incident
         * @description 问题、派遣理由与全部经过。
         *
         *     The incident, why it was routed so, and its history.
         */
        get: operations["incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * 更正 · Correct
         * @description 更正描述、类别、位置或添加备注；位置或类别变了会重新派单，并说明变了什么。
         *
         *     Corrects description, category or position, or adds a note; another place or category routes again and says what changed.
         */
        patch: operations["edit_case"];
        trace?: never;
    };
    "/api/v1/incidents/{id}/{transition}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 办理一步 · Take a step
         * @description 按状态表办理：立案、派遣、接收、退回、处置、核查结案等。版本过时为 412，并列出此后发生的事；不允许的为 403 或 409，并说明可以做什么；缺少的内容逐项列出。
         *
         *     Takes a step of the lifecycle: filing, dispatch, acceptance, return, handling, closing after the check and so on. A stale version is 412 with what happened since; what is not allowed is 403 or 409 with what would be; what is missing is listed.
         */
        post: operations["take_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 添加照片 · Add a photo
         * @description 请求体为一张 JPEG、PNG 或 WebP，至多 20 MB；重新编码后保存，不留拍摄信息。同一张再发一次得到已有的那张。上报人凭 Tracking-Code 在办结前可添加。
         *
         *     The body is one JPEG, PNG or WebP of at most 20 MB; it is kept re-encoded, without metadata. The same picture again is the one that is there. A reporter adds with Tracking-Code while the case is open.
         */
        post: operations["add_photo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 我也反映 · Report the same
         * @description 对已有的未结问题再反映一次：不另立案，计入反映次数，得到自己的查询码。
         *
         *     Reports a problem that is a case already: no second case, one more voice, a tracking code of one's own.
         */
        post: operations["add_voice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 计数 · Count
         * @description 符合条件的问题有多少，条件与列表相同。
         *
         *     How many incidents a filter lets through, the list's filter.
         */
        get: operations["incident_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 按日统计 · Counts by day
         * @description 按日、类别、状态与来源计数；日界按站点时区。
         *
         *     Counts by day in the site's zone, by category, state and source.
         */
        get: operations["incident_histogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/near": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 附近的同类问题 · The same nearby
         * @description 上报前看看附近是否已有同类未结问题，最多五件，最像的在前。
         *
         *     Open cases nearby that a report of this category may belong to, at most five, likeliest first.
         */
        get: operations["near_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 地图点位 · Points for the map
         * @description 按列返回，最多 20000 个点；capped 表示还有更多。
         *
         *     Columns, at most 20,000 points; capped says that there are more.
         */
        get: operations["incident_points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 批量办理 · Take a step in many cases
         * @description 对至多 100 件各自办理同一步；一件不成不影响其他，逐件说明结果。
         *
         *     Takes one step in up to 100 cases, each by itself; one that fails does not hold the others, and each is told.
         */
        post: operations["take_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 照片草稿 · Drafts from photos
         * @description 待确认的照片草稿，新的在前，各带位置、归属和附近的道路小区。
         *
         *     Drafts that wait, newest first, each with its place, its owners and what is near.
         */
        get: operations["photo_drafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一份照片草稿 · A draft from photos
         * @description 给出 category 时附试派结果与理由。
         *
         *     With a category also who would get it, and why.
         */
        get: operations["photo_draft"];
        put?: never;
        post?: never;
        /**
         * 丢弃照片草稿 · Discard a draft
         * @description 不成为上报。照片随后清除，只留校验值，以便认出再次导入的同一张。
         *
         *     It becomes no report. Its photos are swept; only their hashes stay, so that the same photo is known again.
         */
        delete: operations["discard_photo_draft"];
        options?: never;
        head?: never;
        /**
         * 放置照片草稿 · Place a draft
         * @description 人工给草稿定位，此后不再自动并入照片。
         *
         *     A person says where the draft is; no photo joins it unasked any more.
         */
        patch: operations["place_photo_draft"];
        trace?: never;
    };
    "/api/v1/intake/drafts/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认照片草稿 · Confirm a draft
         * @description 由草稿成为上报，照片随之进入案件。同样内容再确认一次得到同一回答，并带 Idempotent-Replayed；不会成为两件。
         *
         *     The draft becomes a report, its photos with it. Confirming it again in the same words gets the same answer, marked Idempotent-Replayed; it never becomes two.
         */
        post: operations["confirm_photo_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/drafts/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 合并照片草稿 · Join drafts
         * @description 把另一份草稿的照片并入这一份，另一份随即消失。合计至多 9 张。
         *
         *     The photos of another draft come over, and that draft is gone. Nine photos at most together.
         */
        post: operations["join_photo_drafts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/drafts/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 拆分照片草稿 · Split a draft
         * @description 把几张照片拆出，另成一份草稿。
         *
         *     Takes photos out into a draft of their own.
         */
        post: operations["split_photo_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 导入照片 · Bring photos
         * @description 表单字段 photos，每个一张 JPEG、PNG 或 WebP，每张至多 20 MB，一次至多 50 张。重新编码保存，读出位置、时间和方向；20 米、3 分钟以内拍的归为一份草稿，一份至多 9 张。打不开的和导入过的逐张说明，不影响其余。由人确认后才成为上报。
         *
         *     Form fields called photos, each a JPEG, PNG or WebP of at most 20 MB, at most 50 at a time. They are kept re-encoded; place, time and direction are read. Photos within 20 m and 3 minutes make one draft, at most nine of them. What cannot be read or was brought before is told for each and does not hold the others back. A person makes reports of the drafts.
         */
        post: operations["bring_photos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/photos/{id}/{size}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 草稿中的照片 · A photo of a draft
         * @description JPEG，large 最长边 2048，thumb 最长边 320；草稿待确认期间。
         *
         *     A JPEG, large with at most 2048 pixels a side, thumb with 320, while its draft waits.
         */
        get: operations["drafted_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读粘贴的文字 · Read pasted text
         * @description 把微信消息、12345 工单、领导交办等文字拆成一件一件，读出地点、类别、编号、时间、联系人，并试派。什么也不保存，由人逐件确认后用上报接口提交。至多 100000 字、200 件。
         *
         *     Takes chat messages, hotline tickets and instructions apart, reads place, category, number, time and contact of each and routes it for show. Nothing is stored; a person confirms each by the ordinary report. At most 100,000 characters and 200 tickets.
         */
        post: operations["intake_text"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读工单文件 · Read a file of tickets
         * @description 请求体为 12345 等平台导出的 CSV（UTF-8 或 GBK）或 XLSX，按中英文表头识别各列。一行一件草稿，出错的行写明行号与列；编号已有记录的写明是哪一件。什么也不保存。至多 2000 行、8 MB。
         *
         *     The body is a CSV (UTF-8 or GBK) or XLSX as hotlines export it; columns are told by Chinese or English headings. A draft for each row; faults name row and column; a number that is on file already says which incident it is. Nothing is stored. At most 2,000 rows and 8 MB.
         */
        post: operations["intake_tickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 图层 · Layers
         * @description 图层及其要素数量。
         *
         *     The layers and how many features each has.
         */
        get: operations["layers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{layer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个图层 · One layer
         * @description GeoJSON，含属性与责任人一行文字 owner_label。
         *
         *     GeoJSON with attributes and the owner in one line, owner_label.
         */
        get: operations["layer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{layer}/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 要素档案 · One feature
         * @description 属性、岗位、所在网格、问题数量与几何。
         *
         *     Attributes, posts, areas that it lies in, counts of incidents, geometry.
         */
        get: operations["feature"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{layer}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 导入图层要素 · Import features of a layer
         * @description 请求体为文件，参数为选定的字段对应（先以 /imports 预览）。整个图层换成文件的内容，给出 scope 则只换该网格内的；全部成立或全部不算，立即生效。请先以 dry_run=true 查看将增、改、删多少。进度与取消同 /imports。
         *
         *     The body is the file, the parameters are the mapping that was chosen (look through it with /imports first). The layer becomes what the file holds, with scope only within that area; all of it or nothing, at once. dry_run=true tells first how many come, change and go. Progress and cancelling as with /imports.
         */
        post: operations["upload_features"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 查看一次性链接 · Look at a one-time link
         * @description 链接是给谁、做什么用的；用过、过期、不存在都是 404 link_invalid。
         *
         *     Whom a link is for; used, too old and never made are all 404 link_invalid.
         */
        post: operations["look_at_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 使用一次性链接 · Use a one-time link
         * @description 设置密码并登录；首位管理员还要填登录名和姓名。填写有误时链接仍可用。
         *
         *     Sets the password and signs in; the first administrator also gives login and name. A fault does not use the link up.
         */
        post: operations["redeem_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 实时更新 · Live update
         * @description 服务器推送（SSE）：先是 hello，然后每当有案件上报或变化时发 incidents，列出编号；incidents 为 null 时请重新读取。断线后按 Last-Event-ID 续传。
         *
         *     Server-sent events: hello first, then incidents with ids whenever cases are reported or change; null means read again. Last-Event-ID goes on where the line broke.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 这里归谁管 · Who owns this spot
         * @description 责任链（含空缺岗位）、执法部门、附近要素、到邻格的距离；给出 category 时附试派结果与理由。
         *
         *     The responsibility chain with vacancies, departments, features there, distance to the next owner; with a category also the dry run of its routing, with reasons.
         */
        get: operations["locate"];
        put?: never;
        /**
         * 批量定位 · Many spots
         * @description 逐行读入、逐行输出，行数不限，每行不超过 64 KB。NDJSON：每行一个对象，含 lon、lat，可选 id、datum、accuracy_m、category、answer、at、known_at。CSV：首行为列名，原列保留，后加 community、zone、point、owner、outcome、distance_m、error。坏行只影响自己。CSV 可用 charset=gb18030。
         *
         *     Read and written row by row, any number of rows of at most 64 KB. NDJSON: one object a line with lon, lat and optionally id, datum, accuracy_m, category, answer, at, known_at. CSV: names in the first row; the columns stay and community, zone, point, owner, outcome, distance_m, error are added. A bad row spoils itself alone. CSV may come with charset=gb18030.
         */
        post: operations["locate_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的消息 · My messages
         * @description 发给本人岗位、单位或社区办公室的消息，最近的在前；保留 90 天。
         *
         *     Messages for one's posts, unit or office, newest first; kept for 90 days.
         */
        get: operations["messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 未读数 · Unread
         * @description 最近一千条消息中的未读数。
         *
         *     How many of the newest thousand messages are unread.
         */
        get: operations["unread_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 标为已读 · Mark as read
         * @description 给出 ids，或 all=true；返回剩余未读数。别人的消息不受影响。
         *
         *     Give ids, or all=true; answers how many are left. Messages of others are left alone.
         */
        post: operations["read_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 今日概览 · Overview
         * @description 今天的上报、立案、结案，未结与超期，按片区与部门，近十四天走势。
         *
         *     What came and went today, what is open and late by zone and department, and the last fourteen days.
         */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parties/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 查看联系电话 · Reveal a phone
         * @description 返回个人电话并记入审计日志；本人片区之外的人为 403 not_your_area。
         *
         *     Answers a personal phone and audits it; 403 not_your_area for people beyond one's own areas.
         */
        post: operations["reveal_party"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 修改密码 · Change the password
         * @description 其他设备随之退出。
         *
         *     Other devices are signed out.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patrols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 巡查 · Patrols
         * @description 当前阶段今天要求各处巡查几次、已巡几次，以及一段时间内的巡查记录。只计地方和岗位，不列个人。
         *
         *     How often the phases in force ask each place to be visited and how often it was, and the patrols made in a time. Places and posts only, no persons.
         */
        get: operations["patrols"];
        put?: never;
        /**
         * 记一次巡查 · Take down a patrol
         * @description 记下到过的地方、时间和看过的检查项，可写「未发现问题」或关联其间的上报。带 Idempotency-Key 重发不会重复计数。
         *
         *     Takes down place, time and what was looked at, with nothing found or the reports made meanwhile. The same Idempotency-Key counts once.
         */
        post: operations["record_patrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{id}/{size}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 照片 · A photo
         * @description JPEG，large 最长边 2048，thumb 最长边 320；只给工作人员。
         *
         *     A JPEG, large with at most 2048 pixels a side, thumb with 320; for staff.
         */
        get: operations["photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rosters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 预览责任表 · Look through a roster
         * @description 请求体为从 Excel 粘贴的文字（UTF-8），或 CSV、XLSX 文件。返回各行与各行的问题；什么也不保存，电话不返回。
         *
         *     The body is text pasted out of a spreadsheet (UTF-8), or a CSV or XLSX file. Answers with the rows and the problems of each; nothing is stored, phones are not shown.
         */
        post: operations["preview_roster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rosters/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 责任表空表 · Empty roster
         * @description 供填写的 xlsx：表头、社区与片区的下拉名单、填写说明与示例。
         *
         *     A workbook to fill in: headings, drop-down values of communities and zones, and a sheet that explains the columns.
         */
        get: operations["roster_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 今日抽查 · Samples of the day
         * @description 从本人负责范围内近 30 天办结、尚未抽查过的问题中随机抽取；同一天抽到的相同，可以复核。
         *
         *     Drawn from the cases closed in the last 30 days where the caller leads and not looked at yet; the same all day, so that anybody can draw again.
         */
        get: operations["samples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 搜索 · Search
         * @description 按名称、编号、地址、拼音或拼音首字母查找网格、要素、岗位与主体。
         *
         *     Areas, features, posts and parties by name, code, address, pinyin or its initials.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我是谁 · Who am I
         * @description 当前登录的账号、角色与任职；未登录时 account 为 null。
         *
         *     The account, roles and posts of the caller; account is null for who is not signed in.
         */
        get: operations["session"];
        put?: never;
        /**
         * 登录 · Sign in
         * @description 登录名不存在、密码不对、账号停用是同一个回答。尝试过多为 429，Retry-After 为秒数。
         *
         *     An unknown login, a wrong password and a disabled account are one answer. Too many attempts are 429 with Retry-After in seconds.
         */
        post: operations["sign_in"];
        /**
         * 退出登录 · Sign out
         * @description 结束本设备的登录。
         *
         *     Ends the session of this device.
         */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的设备 · My devices
         * @description 本账号登录着的设备，最近用过的在前。
         *
         *     Devices that the account is signed in on, the one used last first.
         */
        get: operations["devices"];
        put?: never;
        post?: never;
        /**
         * 退出其他设备 · Sign out elsewhere
         * @description 结束本账号在其他设备上的登录。
         *
         *     Ends the account's sessions on all other devices.
         */
        delete: operations["end_other_devices"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 退出一台设备 · Sign a device out
         * @description 结束本账号在这台设备上的登录。
         *
         *     Ends the account's session on this device.
         */
        delete: operations["end_device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 站点信息 · Site
         * @description 名称、时区、范围、词汇表、状态与执法部门。
         *
         *     Name, zone, bounds, glossary, states and departments.
         */
        get: operations["site"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的待办 · My tasks
         * @description 由本人、本单位或本部门办理的未结问题，先到期的在前。
         *
         *     Open cases in which the caller, his unit or his department has to act, due first.
         */
        get: operations["tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的令牌 · My tokens
         * @description 程序用的令牌，不含密文。
         *
         *     Tokens of programs, without their secrets.
         */
        get: operations["tokens"];
        put?: never;
        /**
         * 新建令牌 · Make a token
         * @description 密文只在这里出现一次。程序以 Authorization: Bearer 带上它，权限为账号与用途的交集。
         *
         *     The secret is shown here once. Programs send it as Authorization: Bearer; it may do what both the account and its scopes may.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 删除令牌 · End a token
         * @description 立即失效。
         *
         *     It is good for nothing from then on.
         */
        delete: operations["end_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 查询进度 · Follow a report
         * @description 凭上报时得到的查询码查看进度与答复；查询码不对一律为 404。
         *
         *     How far a report is, by the tracking code that it got; a wrong code is always 404.
         */
        post: operations["track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 接口说明 · API for readers
         * @description 同一份接口描述的可读页面。
         *
         *     The OpenAPI document as a page.
         */
        get: operations["docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 存活 · Alive
         * @description 进程在运行即回答，不访问数据库。
         *
         *     The process answers; the database is not asked.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 运行指标 · Metrics
         * @description Prometheus 文本格式。
         *
         *     Counters and latencies of this process in Prometheus' text format.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 接口描述 · This document
         * @description OpenAPI 3.1，完整自足，不引用外部文件。
         *
         *     OpenAPI 3.1, complete, without references to other files.
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 就绪 · Ready
         * @description 数据库可读时返回已载入的数量，否则 503。
         *
         *     Counts of what is loaded; 503 while the database cannot be read.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountAnswer: {
            created_at: string;
            granted: components["schemas"]["AccountRole"][];
            /** Format: uuid */
            id: string;
            last_sign_in_at: string | null;
            login: string;
            name: string;
            /** Format: uuid */
            party: string | null;
            party_name: string | null;
            state: components["schemas"]["AccountState"];
            /** Format: int64 */
            version: number;
        };
        /** @description What shall change; what is absent stays. */
        AccountBody: {
            granted: string[] | null;
            name: string | null;
            /**
             * Format: uuid
             * @description Null takes the party away.
             */
            party: string | null;
            /** @description active or disabled */
            state: string | null;
        };
        AccountCreated: {
            account: components["schemas"]["AccountAnswer"];
            link: components["schemas"]["OneTimeLink"];
        };
        /** @enum {string} */
        AccountRole: "resident" | "grid_worker" | "point_head" | "zone_head" | "grid_chief" | "department" | "unit" | "community_office" | "administrator" | "auditor";
        AccountsAnswer: {
            accounts: components["schemas"]["AccountAnswer"][];
        };
        /** @enum {string} */
        AccountState: "active" | "invited" | "disabled";
        ApiToken: {
            created_at: string;
            expires_at: string | null;
            /** Format: uuid */
            id: string;
            last_used_at: string | null;
            name: string;
            scopes: components["schemas"]["Scope"][];
        };
        ApiTokens: {
            tokens: components["schemas"]["ApiToken"][];
        };
        /** @description A post on an area that goes; `to` is the area that takes over most of its ground. */
        AppointmentMove: {
            from: components["schemas"]["AreaRef"];
            /** Format: uuid */
            id: string;
            role: components["schemas"]["Role"];
            to: components["schemas"]["AreaRef"] | null;
        };
        /** @enum {string} */
        AreaChange: "added" | "removed" | "reshaped" | "renamed";
        /** @description Areas as GeoJSON, page by page. */
        AreaCollection: {
            /**
             * Format: int64
             * @description Number of the edition that they come from; null before the first one.
             */
            edition: number | null;
            features: components["schemas"]["AreaFeature"][];
            /** @description Levels that `most` left out, coarse to fine. */
            levels_left_out: components["schemas"]["Level"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
            /** @description Areas on all pages together. */
            total: number;
            type: components["schemas"]["CollectionKind"];
        };
        /** @description Everything about one area. */
        AreaDossier: {
            area: components["schemas"]["AreaRef"];
            /**
             * Format: double
             * @description None while undrawn.
             */
            area_m2: number | null;
            bounds: components["schemas"]["Bounds"] | null;
            children: components["schemas"]["AreaRef"][];
            compounds: components["schemas"]["CompoundBrief"][];
            departments: components["schemas"]["DepartmentPost"][];
            extent: string | null;
            /** @description Count of features by layer. */
            features: {
                [key: string]: number;
            };
            geometry: components["schemas"]["Geometry"] | null;
            incidents: components["schemas"]["IncidentCounts"] | null;
            parent: components["schemas"]["AreaRef"] | null;
            posts: components["schemas"]["Post"][];
            scheme: components["schemas"]["Scheme"];
            /** Format: double */
            undrawn_m2: number | null;
            /**
             * Format: double
             * @description 0..1
             */
            undrawn_share: number | null;
        };
        /** @description One area as GeoJSON; `geometry` is null while it is named but not drawn, and where it is too small to show. */
        AreaFeature: {
            geometry: components["schemas"]["Geometry"] | null;
            properties: components["schemas"]["AreaProperties"];
            type: components["schemas"]["FeatureKind"];
        };
        /** @description Open cases of one zone. */
        AreaOpen: {
            /** @description None for incidents outside every zone. */
            code: string | null;
            name: components["schemas"]["Words"];
            oldest_due_at: string | null;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
            /** Format: int64 */
            warning: number;
        };
        /** @description What becomes of one area. */
        AreaPreview: {
            /** Format: double */
            after_m2: number | null;
            /**
             * Format: double
             * @description Square metres; None while undrawn or absent.
             */
            before_m2: number | null;
            /** @description `added`, `removed`, `reshaped` or `renamed`. */
            change: components["schemas"]["AreaChange"];
            code: string;
            /** Format: double */
            households_after: number | null;
            /**
             * Format: double
             * @description Households of the compounds in it; None where no compound tells them.
             */
            households_before: number | null;
            name: string;
            /** Format: double */
            road_m_after: number | null;
            /**
             * Format: double
             * @description Metres of road axes in it; None while undrawn or absent.
             */
            road_m_before: number | null;
        };
        /** @description What a GeoJSON feature of an area tells beside its outline. */
        AreaProperties: {
            /**
             * Format: double
             * @description None while undrawn.
             */
            area_m2: number | null;
            code: string;
            drawn: boolean;
            /** @description The extent in words, as the roster gives it. */
            extent: string | null;
            head: components["schemas"]["Words"] | null;
            label_at: components["schemas"]["LonLat"] | null;
            level: components["schemas"]["Level"];
            name: string;
            /**
             * Format: int64
             * @description None before the incident columns are read.
             */
            open_incidents: number | null;
            parent: string | null;
            scheme: components["schemas"]["Scheme"];
            vacant: boolean;
        };
        AreaRef: {
            code: string;
            level: components["schemas"]["Level"];
            name: string;
        };
        /** @description What one patrol of a phase asks of one place today, beside what was made. */
        AskedPatrol: {
            campaign: components["schemas"]["Named"];
            checks: string[];
            every: components["schemas"]["Every"];
            /** @description The running day, week or month as far as it lies in the phase. */
            first_day: string;
            last_day: string;
            /** Format: int32 */
            made: number;
            /** @description The caller holds the post that it is asked of. */
            mine: boolean;
            /**
             * Format: int32
             * @description Visits that were lacking in the last one that is over; null where none of the phase is over yet.
             */
            missed: number | null;
            note: components["schemas"]["Words"] | null;
            phase: components["schemas"]["Named"];
            place: components["schemas"]["PatrolledPlace"];
            /** Format: int32 */
            required: number;
            /** @description Whose patrol it is. */
            role: components["schemas"]["Role"];
            /** @description Checks that no visit of the running one has looked at. */
            unseen: string[];
        };
        /** @description The measures of all cases or of nobody's. */
        AssessedCounts: {
            /** @description Each measure beside that of the period before. */
            comparison: components["schemas"]["Comparison"][];
            measures: components["schemas"]["Measures"];
            previous: components["schemas"]["Measures"] | null;
        };
        /** @description A period as it was counted. */
        AssessedPeriod: {
            /** @description False while it goes on: then it is counted until now, and the one before for as long. */
            complete: boolean;
            first_day: string;
            from: string;
            /** @description Part of it. */
            last_day: string;
            /** @description Not part of it any more. */
            until: string;
        };
        /** @description One place, unit or department. */
        AssessedSubject: {
            /** @description Code of an area, id of a unit, slug of a department. */
            code: string;
            measures: components["schemas"]["Measures"];
            name: components["schemas"]["Words"];
            parent: components["schemas"]["AreaRef"] | null;
            previous: components["schemas"]["Measures"] | null;
            /** @description One for each formula, in their order. */
            scores: components["schemas"]["PlacedScore"][];
        };
        AssessmentAnswer: {
            area: components["schemas"]["AreaRef"] | null;
            as_of: string;
            campaign: components["schemas"]["Named"] | null;
            /** @description Those that were applied, weights of the campaign included; the first one orders the subjects. */
            formulas: components["schemas"]["Formula"][];
            /** @description What the phase wants to see first. */
            highlights: components["schemas"]["Measure"][];
            kind: components["schemas"]["SubjectKind"];
            /** @description Cases that belong to none of the subjects. */
            nobodys: components["schemas"]["AssessedCounts"];
            period: components["schemas"]["AssessedPeriod"];
            phase: components["schemas"]["Named"] | null;
            previous: components["schemas"]["AssessedPeriod"] | null;
            /** @description Best first; those without a score last. */
            subjects: components["schemas"]["AssessedSubject"][];
            /** @description All cases. Posts are those of the subjects. */
            totals: components["schemas"]["AssessedCounts"];
        };
        /** @description Who owns the ground, who acts, by when and why (R5). */
        AssignmentAnswer: {
            actor: components["schemas"]["Post"] | null;
            block: components["schemas"]["Post"] | null;
            checker: components["schemas"]["Post"] | null;
            copies: components["schemas"]["Post"][];
            department: string | null;
            limit: components["schemas"]["LimitAnswer"] | null;
            question: components["schemas"]["QuestionAnswer"] | null;
            reasons: components["schemas"]["Reason"][];
            rule: string;
            verdict: components["schemas"]["Verdict"] | null;
        };
        AuditAnswer: {
            /** @description Newest first. */
            entries: components["schemas"]["AuditRow"][];
        };
        AuditRow: {
            action: string;
            /** @description Name of the account, or what else acted. */
            actor: string;
            at: string;
            detail: Record<string, unknown>;
            /** Format: uuid */
            id: string;
            subject: string;
        };
        /** @description A vertex that comes or goes. */
        BorderMove: {
            added: boolean;
            /**
             * Format: double
             * @description To the other border.
             */
            metres: number;
            position: components["schemas"]["LonLat"];
        };
        /** @description Fingerprints of the boundaries that were checked, in lower-case hexadecimal. */
        Boundaries: {
            /** @description Drawn areas. */
            areas: number;
            sha256: string;
            sm3: string;
        };
        /** @description Ground that a text describes, to be looked at before it is used. */
        BoundaryProposal: {
            /** Format: double */
            area_m2: number;
            geometry: components["schemas"]["Geometry"];
            /** @description A place in the middle, for a label. */
            middle: components["schemas"]["LonLat"];
            /** @description East, south, west, north. */
            sides: components["schemas"]["BoundarySide"][];
        };
        /** @description The roads of one side. */
        BoundarySide: {
            /** @description The boundary runs along the kerbs of these roads; otherwise along their axes. */
            at_kerb: boolean;
            /** @description The names as the text has them, and which roads were taken for each. */
            names: components["schemas"]["RoadsNamed"][];
            /** @description Along the far kerbs: these roads belong to the area as a whole. */
            road_inside: boolean;
            roads: components["schemas"]["FeatureRef"][];
            side: components["schemas"]["Side"];
        };
        /** @description West, south, east, north in degrees, WGS 84 */
        Bounds: [
            number,
            number,
            number,
            number
        ];
        /** @description What became of every photo, in the order in which they came. */
        BroughtAnswer: {
            as_of: string;
            /** @description The drafts that photos have come to, earliest first. */
            drafts: components["schemas"]["PhotoDraftAnswer"][];
            /** @description Nothing was stored, this is what would be. */
            dry_run: boolean;
            photos: components["schemas"]["BroughtPhoto"][];
            /**
             * Format: int64
             * @description How many drafts wait in all.
             */
            waiting: number;
        };
        /** @enum {string} */
        BroughtOutcome: "taken" | "known" | "refused";
        /** @description What became of one photo. */
        BroughtPhoto: {
            /** @description Why it was not taken: `known_waiting`, `known_discarded`, `known_case`, `twice`, or a code of a photo's faults. */
            code: string | null;
            /**
             * Format: uuid
             * @description The draft that it is in.
             */
            draft: string | null;
            /** @description Whether its camera told where it was taken. */
            has_position: boolean;
            /** @description Whether its camera told when. */
            has_time: boolean;
            incident: components["schemas"]["IntakeKnown"] | null;
            /** @description Name of its file as it was told; it is not kept. */
            name: string;
            outcome: components["schemas"]["BroughtOutcome"];
            words: components["schemas"]["Words"];
        };
        BulkOutcome: {
            /** Format: uuid */
            incident: string;
            ok: boolean;
            problem: components["schemas"]["BulkProblem"] | null;
            /**
             * Format: int64
             * @description The version that stands now, where the step was taken.
             */
            version: number | null;
        };
        /** @description In the order asked. */
        BulkOutcomes: {
            items: components["schemas"]["BulkOutcome"][];
        };
        /** @description Why one case of many did not take a step. */
        BulkProblem: {
            /** @description What happened since the version that the caller knows. */
            changed: string[];
            code: string;
            errors: components["schemas"]["FieldError"][];
            words: components["schemas"]["Words"];
        };
        /** @description One campaign, an entry of `campaigns.json`. */
        Campaign: {
            name: components["schemas"]["Words"];
            /** @description One after the other; between two of them there may be days without. */
            phases: components["schemas"]["Phase"][];
            slug: string;
            /** @description Document that it rests on. */
            source: string;
            /** @description One set for each edition of the handbook. */
            weights: components["schemas"]["WeightSet"][];
        };
        /** @description A campaign with its version. */
        CampaignAnswer: components["schemas"]["Campaign"] & {
            /** @description Slug of the phase that it is in today. */
            phase: string | null;
            /**
             * Format: int64
             * @description For `If-Match`; 0 for what the reference files say.
             */
            version: number;
        };
        CampaignBody: {
            campaign: components["schemas"]["Campaign"];
        };
        CampaignsAnswer: {
            campaigns: components["schemas"]["CampaignAnswer"][];
            day: string;
            /** @description Tiers of limits that a phase may set. */
            tiers: components["schemas"]["Named"][];
        };
        /** @description What all positions of an area have in common; empty where nobody owns. */
        Card: {
            /** @description Owner first, then upward. */
            areas: components["schemas"]["AreaRef"][];
            chain: components["schemas"]["Post"][];
            departments: components["schemas"]["DepartmentPost"][];
        };
        /** @description A correction; what is absent stays. */
        CaseEditBody: {
            category: string | null;
            datum: string | null;
            description: string | null;
            /** Format: double */
            lat: number | null;
            /** Format: double */
            lon: number | null;
            note: string | null;
        };
        /** @description Another case by its number. */
        CaseLink: {
            /** Format: uuid */
            id: string;
            number: string;
            state: components["schemas"]["State"];
        };
        /** @enum {string} */
        CaseRole: "system" | "public" | "finder" | "clerk" | "handler" | "supporter" | "checker" | "leader";
        /** @description How a case hangs together with others. */
        CaseTies: {
            /** @description Cases that follow from this one in that way. */
            followers: components["schemas"]["CaseLink"][];
            joined: components["schemas"]["CaseLink"] | null;
            /** @description Cases that joined this one. */
            merged: components["schemas"]["CaseLink"][];
            /** @description Open cases that may be the same problem, for who may join them. */
            near: components["schemas"]["NearCase"][];
            relapse: components["schemas"]["CaseLink"] | null;
            /** @description Cases that came back after this one was closed. */
            relapses: components["schemas"]["CaseLink"][];
            related: components["schemas"]["RelatedCase"] | null;
        };
        /** @description A case and the version that the caller knows. */
        CaseVersion: {
            /** Format: uuid */
            incident: string;
            /** Format: int64 */
            version: number;
        };
        CategoriesAnswer: {
            categories: components["schemas"]["Category"][];
            /** @description Slugs of the picture categories in order. */
            pictures: string[];
        };
        /** @description A category. `slug` is stable and our own; national codes come and go with their standards. */
        Category: {
            codes: components["schemas"]["Code"][];
            /** @description Words people use for it, for search. */
            keywords: string[];
            kind: components["schemas"]["Kind"];
            name: components["schemas"]["Words"];
            parent?: string | null;
            /**
             * Format: int32
             * @description Position among the twelve everyday pictures of the report screen, from 1.
             */
            picture?: number | null;
            remedy?: components["schemas"]["Remedy"] | null;
            slug: string;
            /** @description Clause or document that asks for it. */
            source?: string | null;
        };
        /** @description How much a case of a category counts. */
        CategoryWeight: {
            category: string;
            /**
             * Format: int32
             * @description Per cent of an ordinary case.
             */
            percent: number;
            source: string;
        };
        /** @description The whole certificate. It holds when `faults` is 0. */
        Certificate: {
            areas: {
                [key: string]: number;
            };
            at: string;
            boundaries: components["schemas"]["Boundaries"];
            departments: components["schemas"]["DepartmentFinding"][] | null;
            /** Format: int64 */
            edition: number | null;
            faults: number;
            geometry: components["schemas"]["GeometryFinding"][];
            /** @description None where people were not checked. */
            posts: components["schemas"]["PostFinding"][] | null;
            scheme: string;
            undrawn: components["schemas"]["Undrawn"][];
            warnings: number;
        };
        ChannelAnswer: {
            areas: string[];
            changed_at: string;
            created_at: string;
            departments: string[];
            enabled: boolean;
            /** @description Events that it wants, all when empty; likewise areas and departments. */
            events: string[];
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["ChannelKind"];
            /** @description What robots and mail are written in; the webhook carries both. */
            language: components["schemas"]["Language"];
            last_attempt_at: string | null;
            /** @description `sent` or the code of an error. */
            last_outcome: string | null;
            name: string;
            /**
             * Format: int64
             * @description Messages a minute; null for what its kind takes.
             */
            per_minute: number | null;
            /**
             * Format: int32
             * @description What its kind takes a minute.
             */
            per_minute_usual: number | null;
            settings: components["schemas"]["ChannelSettings"];
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description Messages that have not been taken yet.
             */
            waiting: number;
        };
        /** @description A channel, or what shall change of one; what is absent stays. */
        ChannelBody: {
            /** @description Codes of areas of any level; empty for all. */
            areas: string[] | null;
            /** @description Slugs of departments; empty for all. */
            departments: string[] | null;
            enabled: boolean | null;
            /** @description Slugs of events; empty for all. */
            events: string[] | null;
            /** @description webhook, wecom, dingtalk, feishu or email */
            kind: string | null;
            /** @description zh or en */
            language: string | null;
            name: string | null;
            /**
             * Format: int64
             * @description Messages a minute, 1–600; null for what the kind takes.
             */
            per_minute: number | null;
            settings: components["schemas"]["ChannelSettingsBody"] | null;
        };
        /** @enum {string} */
        ChannelKind: "webhook" | "wecom" | "dingtalk" | "feishu" | "email";
        ChannelsAnswer: {
            channels: components["schemas"]["ChannelAnswer"][];
            events: components["schemas"]["MessageEvent"][];
        };
        /** @description How a channel is reached, without what is secret: of URLs the host alone, because robots carry their key in it. */
        ChannelSettings: {
            from: string | null;
            hello: string | null;
            host: string | null;
            password_set: boolean;
            /** Format: int32 */
            port: number | null;
            /** @description Whether a signing secret is on file. */
            secret_set: boolean;
            security: components["schemas"]["MailSecurity"] | null;
            to: string[];
            /** @description Scheme and host of the URL. */
            url_shown: string | null;
            user: string | null;
        };
        /** @description How it is reached: url and secret, or for e-mail the server and who is written to. Null takes a field away. */
        ChannelSettingsBody: {
            from: string | null;
            hello: string | null;
            host: string | null;
            password: string | null;
            /** Format: int32 */
            port: number | null;
            secret: string | null;
            /** @description tls, starttls or plain */
            security: string | null;
            to: string[] | null;
            url: string | null;
            user: string | null;
        };
        /** @description What the receiver of a test message said. */
        ChannelTest: {
            /** @description The beginning of the receiver's answer. */
            answer: string;
            /** @description Stable, of the error. */
            code: string | null;
            ok: boolean;
            /**
             * Format: int32
             * @description HTTP status or SMTP reply.
             */
            status: number | null;
            /** Format: int64 */
            took_ms: number;
            /** @description What happened and what to do. */
            words: components["schemas"]["Words"];
        };
        /** @description `gb2013:0406` and its like. `set` is `cjt2007`, `gb2013` or `gb2026`. */
        Code: {
            code: string;
            confidence: components["schemas"]["Confidence"];
            name: string;
            set: string;
            source: string;
        };
        /** @enum {string} */
        CollectionKind: "FeatureCollection";
        ComingFormula: {
            formula: components["schemas"]["Formula"] | null;
            valid_from: string;
        };
        /** @description One measure in both periods. What is unknown in one has no difference. */
        Comparison: {
            /** Format: int64 */
            before: number | null;
            /** Format: int64 */
            difference: number | null;
            measure: components["schemas"]["Measure"];
            /** Format: int64 */
            now: number | null;
            /**
             * Format: int64
             * @description The difference in per cent of before, rounded half away from zero; none when there was nothing before.
             */
            percent: number | null;
        };
        /** @enum {string} */
        Compass8: "north" | "northeast" | "east" | "southeast" | "south" | "southwest" | "west" | "northwest";
        CompoundBrief: {
            code: string;
            management_type: components["schemas"]["ManagementType"];
            name: string;
        };
        /** @enum {string} */
        Confidence: "read" | "secondary" | "derived";
        /** @description What makes a draft a report; place and time are the draft's where they are absent. */
        ConfirmDraftBody: {
            address: string | null;
            /** @description Answer to the question that routing asks. */
            answer: string | null;
            category: string;
            datum: string | null;
            description: string | null;
            external_ref: string | null;
            /** Format: double */
            lat: number | null;
            /** Format: double */
            lon: number | null;
            occurred_at: string | null;
        };
        /** @description Who reports; private (R11). */
        Contact: {
            name?: string | null;
            phone?: string | null;
        };
        /** @description A number of cases, and the sum of their weights in hundredths: 100 a case where nothing else is set. */
        Count: {
            /** Format: int64 */
            cases: number;
            /** Format: int64 */
            weight: number;
        };
        /** @description Longitude and latitude in degrees, WGS 84, and a count */
        CountAt: [
            number,
            number,
            number
        ];
        /** @enum {string} */
        Datum: "wgs84" | "cgcs2000" | "gcj02" | "bd09";
        DayCount: {
            /** Format: int64 */
            count: number;
            day: string;
        };
        DayFlow: {
            /**
             * Format: int64
             * @description Closed, or handled on site.
             */
            closed: number;
            day: string;
            /** Format: int64 */
            reported: number;
        };
        Deliveries: {
            /** @description Newest first. */
            items: components["schemas"]["Delivery"][];
            next_cursor: string | null;
        };
        Delivery: {
            /** @description Oldest first. */
            attempts: components["schemas"]["DeliveryAttempt"][];
            /** Format: uuid */
            channel: string;
            channel_name: string;
            created_at: string;
            event: string;
            given_up_at: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            incident: string | null;
            /** @description Code of the last error. */
            last_error: string | null;
            /** @description When it is tried next, while it waits. */
            next_at: string | null;
            sent_at: string | null;
            state: components["schemas"]["DeliveryState"];
            title: components["schemas"]["Words"];
        };
        DeliveryAttempt: {
            answer: string | null;
            at: string;
            /** Format: int64 */
            attempt: number;
            /** @description `sent`, the code of an error, or null while it is under way. */
            outcome: string | null;
            /** Format: int64 */
            status: number | null;
            /** Format: int64 */
            took_ms: number | null;
            words: components["schemas"]["Words"] | null;
        };
        /** @enum {string} */
        DeliveryState: "waiting" | "sent" | "given_up";
        /** @description An account that anybody may try in a demo. */
        DemoAccount: {
            login: string;
            name: string;
            password: string;
            role: components["schemas"]["AccountRole"];
        };
        DensityAnswer: {
            as_of: string;
            /** Format: double */
            bandwidth_m: number;
            bounds: components["schemas"]["Bounds"];
            /** Format: double */
            cell_m: number;
            /**
             * Format: double
             * @description Largest error of the binned surface against the exact one, as a share of the peak.
             */
            error: number;
            /** Format: int32 */
            height: number;
            /** Format: double */
            max: number;
            period: components["schemas"]["Period"];
            /**
             * Format: int64
             * @description Incidents that the surface counts.
             */
            total: number;
            unit: string;
            /** @description Little-endian f32, rows from north, columns from west, base64. */
            values: string;
            /** Format: int32 */
            width: number;
        };
        DepartmentBrief: {
            name: components["schemas"]["Words"];
            short: components["schemas"]["Words"];
            slug: string;
        };
        /** @description A department without anybody, at the topmost area where that is so. */
        DepartmentFinding: {
            code: string;
            department: string;
            level: string;
            name: string;
            words: components["schemas"]["Words"];
        };
        /** @description Open cases of one department. */
        DepartmentOpen: {
            name: components["schemas"]["Words"];
            oldest_due_at: string | null;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
            slug: string;
            /** Format: int64 */
            warning: number;
        };
        DepartmentPost: {
            department: string;
            inherited_from: components["schemas"]["AreaRef"] | null;
            name: components["schemas"]["Words"];
            post: components["schemas"]["Post"] | null;
            state: components["schemas"]["PostState"];
        };
        Device: {
            address: string;
            created_at: string;
            current: boolean;
            /** @description Browser and system. */
            device: string;
            expires_at: string;
            /** Format: uuid */
            id: string;
            last_seen_at: string;
        };
        Devices: {
            devices: components["schemas"]["Device"][];
        };
        DevicesEnded: {
            /** Format: int64 */
            ended: number;
        };
        /** @description How far one stage is. */
        Done: {
            /** Format: int64 */
            done: number;
            stage: components["schemas"]["Stage"];
            /**
             * Format: int64
             * @description None where nobody knows before the end.
             */
            total: number | null;
            unit: components["schemas"]["Unit"];
        };
        /** @description A draft without its areas. */
        DraftAnswer: {
            /** Format: int64 */
            areas_changed: number;
            /** Format: int64 */
            areas_removed: number;
            /**
             * Format: int64
             * @description The edition that it was begun on, 0 before the first.
             */
            base: number;
            changed_at: string;
            created_at: string;
            /** Format: uuid */
            id: string;
            note: string;
            scheme: components["schemas"]["Scheme"];
            /** @description Codes of the communities that it may touch; empty for the whole scheme. */
            scope: string[];
            /**
             * Format: int64
             * @description What `If-Match` names.
             */
            version: number;
        };
        /** @description An area as it shall be. */
        DraftAreaBody: {
            code: string;
            /** @description The boundary in words. */
            extent: string | null;
            /** @description GeoJSON Polygon or MultiPolygon in degrees, WGS 84; null while it is not drawn. */
            geometry: Record<string, unknown> | null;
            level: string;
            name: string;
            parent: string | null;
        };
        /** @description What a GeoJSON feature of a draft tells of an area beside its outline. */
        DraftAreaProperties: {
            changed: components["schemas"]["AreaChange"] | null;
            code: string;
            /** @description The extent in words. */
            extent: string | null;
            level: components["schemas"]["Level"];
            name: string;
            parent: string | null;
        };
        DraftCheck: {
            faults: components["schemas"]["DraftFault"][];
            /** @description Something is changed, nothing is faulty, and nobody else has changed the same communities since. */
            publishable: boolean;
            /**
             * Format: double
             * @description Ground of the scope that no area of the finest level has been drawn for (R2).
             */
            remainder_m2: number;
            /**
             * Format: double
             * @description 0..1 of the scope's ground; None while nothing of it is drawn.
             */
            remainder_share: number | null;
        };
        /** @description One save; all of it or nothing. */
        DraftEditBody: {
            reason: string;
            /** @description Codes of areas that go. */
            remove: string[] | null;
            upsert: components["schemas"]["DraftAreaBody"][] | null;
        };
        /** @description A photo of a draft. */
        DraftedPhotoAnswer: {
            /** Format: double */
            direction: number | null;
            /** Format: int64 */
            height: number;
            /** Format: uuid */
            id: string;
            position: components["schemas"]["LonLat"] | null;
            taken_at: string | null;
            /**
             * Format: int64
             * @description Pixels of the large size.
             */
            width: number;
        };
        /** @description What the check of a draft finds; warnings do not bar publication. */
        DraftFault: {
            /** Format: double */
            area_m2: number | null;
            /** @description Codes of the areas concerned. */
            areas: string[];
            kind: string;
            level: components["schemas"]["Level"] | null;
            /** @description Longitude and latitude in degrees. */
            position: components["schemas"]["LonLat"];
            warning: boolean;
            /** Format: double */
            width_m: number | null;
            words: components["schemas"]["Words"];
        };
        /** @description What lies near a draft. */
        DraftNear: {
            code: string;
            /**
             * Format: double
             * @description Metres; 0 inside.
             */
            distance_m: number;
            layer: components["schemas"]["Layer"];
            layer_words: components["schemas"]["Words"];
            name: string;
        };
        /** @description Where a draft is. */
        DraftPlaceBody: {
            datum: string | null;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        /** @description What publishing a draft would do. */
        DraftPreview: {
            /** @description At most 1,000. */
            appointments: components["schemas"]["AppointmentMove"][];
            areas: components["schemas"]["AreaPreview"][];
            features: components["schemas"]["FeatureMoves"];
            /** @description Open incidents that get another owner. */
            incidents: components["schemas"]["IncidentMoves"];
            /** @description Posts that nobody holds afterwards and that were not vacant before; at most 1,000. */
            vacant: components["schemas"]["VacantPost"][];
        };
        /** @description What a repair of a draft would do. Nothing is stored: the areas are saved like any other change, on `version`. */
        DraftRepair: {
            /** @description Areas that change, by level and code. */
            areas: components["schemas"]["RepairedArea"][];
            /** @description What a check would find afterwards. */
            left: components["schemas"]["DraftFault"][];
            /**
             * Format: double
             * @description The greatest distance that any border moves, metres.
             */
            max_m: number;
            /** @description Findings that the repair does away with. */
            mended: number;
            /**
             * Format: int64
             * @description The version of the draft that was looked at.
             */
            version: number;
            /** @description How wide the gaps and overlaps of the draft are now. */
            widths: components["schemas"]["WidthCount"][];
        };
        /** @enum {string} */
        DraftState: "waiting" | "made" | "discarded";
        /** @enum {string} */
        DueStatus: "on_time" | "warning" | "overdue" | "paused" | "unknown";
        /** @description Borders as GeoJSON. */
        EdgeCollection: {
            features: components["schemas"]["EdgeFeature"][];
            /** @description Levels that `most` left out, coarse to fine. */
            levels_left_out: components["schemas"]["Level"][];
            type: components["schemas"]["CollectionKind"];
        };
        /** @description One border as GeoJSON; `geometry` is null where it is too short to show. */
        EdgeFeature: {
            geometry: components["schemas"]["Geometry"] | null;
            properties: components["schemas"]["EdgeProperties"];
            type: components["schemas"]["FeatureKind"];
        };
        /** @description What a shared edge separates. */
        EdgeProperties: {
            left: string | null;
            /** @description The highest level whose areas differ on its two sides. */
            level: components["schemas"]["Level"];
            right: string | null;
        };
        EditionBrief: {
            /**
             * Format: int64
             * @description The edition that it was made on.
             */
            base: number | null;
            in_force_from: string;
            note: string;
            /** Format: int64 */
            number: number;
            recorded_at: string;
            /** @description Codes of the communities that it touched. */
            scope: string[];
            state: components["schemas"]["EditionState"];
        };
        EditionList: {
            /** @description Open drafts, for those who may edit. */
            drafts: components["schemas"]["DraftAnswer"][];
            /** @description Oldest first. */
            editions: components["schemas"]["EditionBrief"][];
            /**
             * Format: int64
             * @description Number of the edition in force, None before the first.
             */
            in_force: number | null;
        };
        /** @enum {string} */
        EditionState: "in_force" | "past" | "coming" | "withdrawn";
        EncodingSample: {
            encoding: string;
            /** @description Names of fields and first values. */
            texts: string[];
        };
        EventAnswer: {
            actor_role: string;
            at: string;
            from: components["schemas"]["State"] | null;
            kind: components["schemas"]["EventKind"];
            /** @description What it did, in words; only for staff. */
            lines: components["schemas"]["Words"][];
            note: string | null;
            to: components["schemas"]["State"];
            words: components["schemas"]["Words"];
        };
        /** @enum {string} */
        EventKind: "incident_reported" | "case_filed" | "case_rejected" | "case_dispatched" | "case_accepted" | "case_returned" | "case_handled" | "case_handled_on_site" | "case_reworked" | "case_suspended" | "case_resumed" | "case_closed" | "case_voided" | "case_merged" | "case_supervised" | "case_urged" | "case_reassigned" | "case_handed_over" | "case_help_asked" | "case_edited" | "case_referred" | "case_escalated" | "case_sampled" | "case_appealed";
        /** @enum {string} */
        Every: "day" | "week" | "month";
        FeatureAt: {
            /** @description What is on record, without the axis of a road, which its layer has. */
            attributes: {
                [key: string]: unknown;
            };
            code: string;
            /**
             * Format: double
             * @description Metres; 0 inside a polygon.
             */
            distance_m: number;
            layer: components["schemas"]["Layer"];
            name: string;
        };
        /** @description GeoJSON (RFC 7946): longitude first, WGS 84. */
        FeatureCollection_DraftAreaProperties: {
            features: components["schemas"]["GeoFeature_DraftAreaProperties"][];
            type: components["schemas"]["CollectionKind"];
        };
        /** @description GeoJSON (RFC 7946): longitude first, WGS 84. */
        FeatureCollection_FeatureProperties: {
            features: components["schemas"]["GeoFeature_FeatureProperties"][];
            type: components["schemas"]["CollectionKind"];
        };
        /** @description GeoJSON (RFC 7946): longitude first, WGS 84. */
        FeatureCollection_LedgerProperties: {
            features: components["schemas"]["GeoFeature_LedgerProperties"][];
            type: components["schemas"]["CollectionKind"];
        };
        /** @description Everything about one feature. */
        FeatureDossier: {
            areas: components["schemas"]["AreaRef"][];
            attributes: {
                [key: string]: unknown;
            };
            bounds: components["schemas"]["Bounds"] | null;
            feature: components["schemas"]["FeatureRef"];
            geometry: components["schemas"]["Geometry"];
            incidents: components["schemas"]["IncidentCounts"];
            posts: components["schemas"]["Post"][];
        };
        /** @enum {string} */
        FeatureKind: "Feature";
        FeatureMove: {
            code: string;
            from: components["schemas"]["AreaRef"] | null;
            from_owner: components["schemas"]["Words"] | null;
            /** Format: uuid */
            id: string;
            layer: components["schemas"]["Layer"];
            name: string;
            position: components["schemas"]["LonLat"];
            to: components["schemas"]["AreaRef"] | null;
            to_owner: components["schemas"]["Words"] | null;
        };
        FeatureMoves: {
            /** @description At most 1,000, by layer and code. */
            moves: components["schemas"]["FeatureMove"][];
            /** Format: int64 */
            total: number;
        };
        /** @description What a GeoJSON feature of a layer tells; the layer's own attributes stand beside these. */
        FeatureProperties: {
            code: string;
            layer: components["schemas"]["Layer"];
            name: string;
            /**
             * Format: int64
             * @description Compounds only.
             */
            open_incidents?: number | null;
            owner_label?: components["schemas"]["Words"] | null;
        };
        FeatureRef: {
            code: string;
            layer: components["schemas"]["Layer"];
            name: string;
        };
        /** @description What a file of features did to a layer, or would do. */
        FeaturesUpload: {
            added: number;
            changed: number;
            layer: components["schemas"]["Layer"];
            /** @description What was passed over, and what looks odd. */
            notes: components["schemas"]["FieldError"][];
            removed: number;
            /** @description Of a dry run: the first of what would come, change and go. */
            shown: components["schemas"]["UploadedFeature"][];
            /** @description False after a dry run. */
            stored: boolean;
            suspicion: components["schemas"]["UploadSuspicion"] | null;
            unchanged: number;
        };
        /** @description One fault of one field of a well-formed request. `place` is a row, an entry or a coordinate index. */
        FieldError: {
            /** @description Stable, for machines: `out_of_range`, `looks_swapped`, `unknown`, `missing`, … */
            code: string;
            field: string;
            place?: string | null;
            words: components["schemas"]["Words"];
        };
        /** @description What stands below every page, as configured. */
        Footer: {
            /** @description 投诉建议: a phone number, an address or a link. */
            complaints: string | null;
            /** @description 备案号 */
            icp: string | null;
            /** @description 主办单位 */
            sponsor: string | null;
        };
        /** @description One formula. */
        Formula: {
            /** @description The campaign that it belongs to, 创文 or 创卫; none for both. */
            campaign?: string | null;
            /** @description Categories (with those below) that count more or less than others. */
            categories?: components["schemas"]["CategoryWeight"][];
            /**
             * Format: int32
             * @description Year of the handbook that it follows.
             */
            handbook_year?: number | null;
            /**
             * Format: int64
             * @description Fewer cases than this in the whole of a rate give no score: a rate of three cases says nothing.
             */
            least: number;
            name: components["schemas"]["Words"];
            note?: components["schemas"]["Words"] | null;
            slug: string;
            source: string;
            /** @description What it is for. */
            subjects: components["schemas"]["SubjectKind"][];
            /** @description Their weights make 100. */
            terms: components["schemas"]["Term"][];
        };
        /** @description A formula with its version. */
        FormulaAnswer: {
            coming: components["schemas"]["ComingFormula"] | null;
            formula: components["schemas"]["Formula"] | null;
            slug: string;
            /** @description Since when; null for what the reference files say. */
            valid_from: string | null;
            /**
             * Format: int64
             * @description Of the newest version, for `If-Match`; 0 for what the reference files say.
             */
            version: number;
        };
        FormulaBody: {
            formula?: components["schemas"]["Formula"] | null;
            /** @description Periods that end on this day or later are scored by it; today when absent, never a day that is over. */
            valid_from?: string | null;
        };
        /** @description What is wrong with a formula; nothing when it may be written. */
        FormulaCheck: {
            faults: components["schemas"]["FieldError"][];
        };
        FormulaCheckBody: {
            formula: components["schemas"]["Formula"];
        };
        FormulasAnswer: {
            /** @description The last day of the periods that these formulas count for. */
            day: string;
            formulas: components["schemas"]["FormulaAnswer"][];
        };
        /** @description One GeoJSON feature; `geometry` is null while an area is named but not drawn. */
        GeoFeature_DraftAreaProperties: {
            geometry: components["schemas"]["Geometry"] | null;
            /** @description What a GeoJSON feature of a draft tells of an area beside its outline. */
            properties: {
                changed?: components["schemas"]["AreaChange"] | null;
                code: string;
                /** @description The extent in words. */
                extent?: string | null;
                level: components["schemas"]["Level"];
                name: string;
                parent?: string | null;
            };
            type: components["schemas"]["FeatureKind"];
        };
        /** @description One GeoJSON feature; `geometry` is null while an area is named but not drawn. */
        GeoFeature_FeatureProperties: {
            geometry: components["schemas"]["Geometry"] | null;
            /** @description What a GeoJSON feature of a layer tells; the layer's own attributes stand beside these. */
            properties: {
                code: string;
                layer: components["schemas"]["Layer"];
                name: string;
                /**
                 * Format: int64
                 * @description Compounds only.
                 */
                open_incidents?: number | null;
                owner_label?: components["schemas"]["Words"] | null;
            };
            type: components["schemas"]["FeatureKind"];
        };
        /** @description One GeoJSON feature; `geometry` is null while an area is named but not drawn. */
        GeoFeature_LedgerProperties: {
            geometry: components["schemas"]["Geometry"] | null;
            /** @description Columns of the ledger */
            properties: {
                [key: string]: unknown;
            };
            type: components["schemas"]["FeatureKind"];
        };
        /** @description A GeoJSON geometry (RFC 7946): longitude first, WGS 84. */
        Geometry: GeoJsonGeometry;
        /** @description Geometry between areas. */
        GeometryFinding: {
            /** Format: double */
            area_m2: number | null;
            areas: string[];
            kind: string;
            place: number[];
            warning: boolean;
            /** Format: double */
            width_m: number | null;
            words: components["schemas"]["Words"];
        };
        /** @enum {string} */
        GeometryKind: "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
        Health: {
            /** @description Always `ok`. */
            status: string;
        };
        InboxAnswer: {
            /** @description Newest first. */
            items: components["schemas"]["InboxMessage"][];
            next_cursor: string | null;
            /** Format: int64 */
            unread: number;
        };
        /** @description A message in the app. */
        InboxMessage: {
            at: string;
            /** @description The cases of a day's list, the most pressing first. */
            cases: components["schemas"]["MessageCase"][];
            event: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The case that it is about.
             */
            incident: string | null;
            read: boolean;
            severity: components["schemas"]["Severity"];
            /** @description Lines, separated by `\n`. */
            text: components["schemas"]["Words"];
            title: components["schemas"]["Words"];
        };
        IncidentAnswer: components["schemas"]["IncidentBrief"] & components["schemas"]["CaseTies"] & {
            /** Format: double */
            accuracy_m: number | null;
            assignment: components["schemas"]["AssignmentAnswer"];
            datum: string;
            /** Format: double */
            distance_m: number | null;
            /** Format: int64 */
            edition: number | null;
            events: components["schemas"]["EventAnswer"][];
            /**
             * Format: int32
             * @description The year whose working calendar is not on file, where there is no due time for want of it.
             */
            missing_year: number | null;
            outcome: components["schemas"]["Outcome"];
            /** @description Parts that the caller plays in the case. */
            parts: components["schemas"]["CaseRole"][];
            /** @description In their order; only for staff. */
            photos: components["schemas"]["PhotoAnswer"][];
            /** @description What the caller may do next. */
            steps: components["schemas"]["StepAnswer"][];
            /** @description Until when it is suspended. */
            suspended_until: string | null;
        };
        /** @description Names of the areas an incident was routed to. */
        IncidentAreas: {
            community: string | null;
            point: string | null;
            zone: string | null;
        };
        IncidentBrief: {
            address: string | null;
            areas: components["schemas"]["IncidentAreas"];
            category: string;
            category_name: components["schemas"]["Words"];
            closed_at: string | null;
            department: string | null;
            description: string | null;
            /** @description None until filed, or where no limit is known. */
            due_at: string | null;
            due_status: components["schemas"]["DueStatus"] | null;
            /** Format: uuid */
            id: string;
            number: string;
            occurred_at: string;
            overdue: boolean;
            owner: components["schemas"]["Words"] | null;
            owner_person: components["schemas"]["Words"] | null;
            owner_role: components["schemas"]["Words"] | null;
            owner_unit: components["schemas"]["Words"] | null;
            position: components["schemas"]["LonLat"];
            recorded_at: string;
            source: string;
            state: components["schemas"]["State"];
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description Reports of the same problem.
             */
            voices: number;
            /** @description When 80 % of the limit have run. */
            warn_at: string | null;
        };
        IncidentCount: {
            /** Format: int64 */
            total: number;
        };
        IncidentCounts: {
            by_category: components["schemas"]["SlugCount"][];
            /** Format: int64 */
            closed: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
        };
        IncidentCreated: {
            areas: components["schemas"]["AreaRef"][];
            assignment: components["schemas"]["AssignmentAnswer"];
            /** Format: uuid */
            id: string;
            number: string;
            outcome: components["schemas"]["Outcome"];
            recorded_at: string;
            state: components["schemas"]["State"];
            tracking_code: string;
            /** Format: int64 */
            version: number;
        };
        IncidentHistogram: {
            as_of: string;
            by_category: components["schemas"]["SlugCount"][];
            by_source: components["schemas"]["SlugCount"][];
            by_state: components["schemas"]["SlugCount"][];
            /** @description Every day from the first to the last, at most 731 of them up to the last. */
            days: components["schemas"]["DayCount"][];
            /**
             * Format: int64
             * @description Incidents before the first of `days`; the other counts include them.
             */
            earlier: number;
            /** Format: int64 */
            total: number;
        };
        IncidentMove: {
            category: string;
            from: components["schemas"]["AreaRef"] | null;
            from_owner: components["schemas"]["Words"] | null;
            /** Format: uuid */
            id: string;
            number: string;
            position: components["schemas"]["LonLat"];
            to: components["schemas"]["AreaRef"] | null;
            to_owner: components["schemas"]["Words"] | null;
        };
        IncidentMoves: {
            /** @description At most 1,000, newest first. */
            moves: components["schemas"]["IncidentMove"][];
            /** Format: int64 */
            total: number;
        };
        IncidentPage: {
            items: components["schemas"]["IncidentBrief"][];
            next_cursor: string | null;
            /** Format: int64 */
            total: number;
        };
        /** @description Columns for the map, at most `limit` of them; `capped` says that there are more. */
        IncidentPoints: {
            as_of: string;
            /** @description Unix seconds of `occurred_at`. */
            at: number[];
            capped: boolean;
            categories: string[];
            /** @description Index into `categories`. */
            category: number[];
            /** Format: int64 */
            count: number;
            ids: string[];
            lat: number[];
            lon: number[];
            /** @description Positions that an unlikely number of reports share exactly: a default coordinate, not a hotspot. */
            shared_default: components["schemas"]["CountAt"][];
            /** @description Index into `states`. */
            state: number[];
            states: components["schemas"]["State"][];
        };
        IncidentSpan: {
            from: string | null;
            to: string | null;
            /** Format: int64 */
            total: number;
        };
        /** @description Drafts of reports in the order of the text or file. Nothing of them is stored. */
        IntakeAnswer: {
            as_of: string;
            drafts: components["schemas"]["IntakeDraft"][];
            /**
             * Format: int64
             * @description Edition that the owners come from.
             */
            edition: number | null;
            /** @description What is wrong with rows of a file; empty for a text. */
            faults: components["schemas"]["IntakeFault"][];
            /** @description Headings of a file that were not understood; empty for a text. */
            unread_columns: string[];
        };
        /** @description A category that the text may be about. */
        IntakeCategory: {
            category: string;
            name: components["schemas"]["Words"];
            reasons: components["schemas"]["Reason"][];
            /**
             * Format: double
             * @description From 0 to 1, comparable within one draft only.
             */
            score: number;
            /** @description The words of the text that speak for it. */
            words: string[];
        };
        /** @description What one ticket seems to say. */
        IntakeDraft: {
            /** @description Best first, at most six. */
            categories: components["schemas"]["IntakeCategory"][];
            contact: components["schemas"]["Contact"] | null;
            /** @description Whether the text is too long to be read whole. */
            cut: boolean;
            /** @description The text without what is private. */
            description: string;
            /** @description The ticket's number elsewhere. */
            external_ref: string | null;
            known: components["schemas"]["IntakeKnown"] | null;
            /** @description When it happened, or else when it was taken up. */
            occurred_at: string | null;
            owner: components["schemas"]["AssignmentAnswer"] | null;
            /** @description Best first, at most eight. */
            places: components["schemas"]["IntakePlace"][];
            /** @description What was found that is private, and left out of the description. */
            private: components["schemas"]["IntakePrivate"][];
            question: components["schemas"]["IntakeQuestion"] | null;
            /**
             * Format: int64
             * @description Row as the spreadsheet numbers it; null for a text.
             */
            row: number | null;
            /** @description As reports take it. */
            source: string | null;
            /** @description Whether place, category and owner are clear, so that a person may confirm it without looking closer. */
            sure: boolean;
            /** @description As it was pasted, or as the row tells it. */
            text: string;
        };
        /** @description What is wrong with a row of a file. */
        IntakeFault: {
            /** @description `missing_cell`, `too_long`, `bad_time`, `bad_position`, `twice`, `control_character` */
            code: string;
            /** @description Heading of the column; null where the whole row is meant. */
            column: string | null;
            /**
             * Format: int64
             * @description As the spreadsheet numbers it.
             */
            row: number;
            words: components["schemas"]["Words"];
        };
        IntakeKnown: {
            /** Format: uuid */
            incident: string;
            number: string;
            state: components["schemas"]["State"];
            state_words: components["schemas"]["Words"];
        };
        /** @description A place that the text may mean. */
        IntakePlace: {
            /**
             * Format: double
             * @description Metres to the first place of the draft.
             */
            apart_m: number;
            /** @description The owner first, then upward. */
            areas: components["schemas"]["AreaRef"][];
            /**
             * Format: double
             * @description Metres to the owner's area where it is not inside.
             */
            distance_m: number | null;
            kind: components["schemas"]["PlaceKind"];
            label: components["schemas"]["Words"];
            outcome: components["schemas"]["Outcome"];
            position: components["schemas"]["LonLat"];
            /**
             * Format: double
             * @description Metres around the position within which it lies, if it is the one meant.
             */
            radius_m: number;
            reasons: components["schemas"]["Reason"][];
            /**
             * Format: double
             * @description From 0 to 1, comparable within one draft only.
             */
            score: number;
            /** @description The words of the text that it was read from. */
            words: string[];
        };
        IntakePrivate: {
            kind: components["schemas"]["PrivateKind"];
            value: string;
        };
        IntakeQuestion: {
            kind: components["schemas"]["QuestionKind"];
            /** @description Which of the places are to choose from, counted from 0. */
            options: number[];
            words: components["schemas"]["Words"];
        };
        /** @description The draft whose photos come over. */
        JoinBody: {
            /** Format: uuid */
            draft: string;
        };
        /** @enum {string} */
        Kind: "incident" | "check_item";
        /** @enum {string} */
        Language: "zh" | "en";
        /** @enum {string} */
        Layer: "road" | "compound" | "building" | "market" | "vending_zone" | "frontage" | "facility" | "focus_spot" | "site" | "resident_group";
        LayerBrief: {
            /** Format: int64 */
            count: number;
            layer: components["schemas"]["Layer"];
            words: components["schemas"]["Words"];
        };
        /** @description Columns of the ledger */
        LedgerProperties: {
            [key: string]: unknown;
        };
        /** @enum {string} */
        Level: "district" | "street" | "community" | "zone" | "point";
        LimitAnswer: {
            /** Format: int32 */
            amount: number;
            unit: components["schemas"]["LimitUnit"];
            words: components["schemas"]["Words"];
        };
        /** @enum {string} */
        LimitUnit: "urgent_hours" | "work_hours" | "work_days" | "days";
        LinkBody: {
            token: string;
        };
        LinkLook: {
            expires_at: string;
            login: string | null;
            name: string | null;
            purpose: components["schemas"]["LinkPurpose"];
        };
        /** @enum {string} */
        LinkPurpose: "setup" | "invite" | "reset";
        /** @description Who owns a position and everything that the card shows. */
        LocateAnswer: components["schemas"]["Spot"] & components["schemas"]["Card"];
        /** @description Longitude and latitude in degrees, WGS 84 */
        LonLat: [
            number,
            number
        ];
        /** @enum {string} */
        MailSecurity: "plain" | "starttls" | "tls";
        /** @enum {string} */
        ManagementType: "managed" | "self_managed" | "trusteeship" | "semi_managed" | "unmanaged" | "abandoned" | "enterprise" | "unit_housing" | "open" | "unknown";
        /** @enum {string} */
        Measure: "reported" | "reported_public" | "reported_staff" | "filed" | "filed_public" | "filed_staff" | "filed_unlimited" | "due" | "due_closed" | "due_on_time" | "due_reworked" | "closed" | "closed_on_time" | "closed_reworked" | "closed_relapsed" | "on_site" | "on_site_relapsed" | "overdue" | "appeals" | "posts" | "posts_vacant";
        Measures: {
            appeals: number | null;
            closed: number | null;
            closed_on_time: number | null;
            closed_relapsed: number | null;
            closed_reworked: number | null;
            due: number | null;
            due_closed: number | null;
            due_on_time: number | null;
            due_reworked: number | null;
            filed: number | null;
            filed_public: number | null;
            filed_staff: number | null;
            filed_unlimited: number | null;
            median_handling_s: number | null;
            on_site: number | null;
            on_site_relapsed: number | null;
            overdue: number | null;
            posts: number | null;
            posts_vacant: number | null;
            reported: number | null;
            reported_public: number | null;
            reported_staff: number | null;
        };
        /** @description A case that a day's list names. */
        MessageCase: {
            /** Format: uuid */
            id: string;
            number: string;
        };
        /** @description An event that channels may want. */
        MessageEvent: {
            name: components["schemas"]["Words"];
            severity: components["schemas"]["Severity"];
            slug: string;
        };
        /** @description A campaign or a phase by name. */
        Named: {
            name: components["schemas"]["Words"];
            slug: string;
        };
        NearBorder: {
            area: components["schemas"]["AreaRef"];
            owner: components["schemas"]["Post"] | null;
            /**
             * Format: double
             * @description Share of the error disc, 0..1.
             */
            probability: number;
        };
        /** @description An open case that a report may belong to. */
        NearCase: {
            address: string | null;
            category: string;
            category_name: components["schemas"]["Words"];
            /** Format: double */
            distance_m: number;
            /** Format: uuid */
            id: string;
            number: string;
            position: components["schemas"]["LonLat"];
            recorded_at: string;
            state: components["schemas"]["State"];
            state_words: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Reports of the same problem so far.
             */
            voices: number;
        };
        /** @description Likeliest first, at most five. */
        NearCases: {
            items: components["schemas"]["NearCase"][];
        };
        /** @enum {string} */
        Need: "reason" | "pre_check" | "actor" | "helper" | "post_check" | "merge_into" | "until" | "after_photo" | "changes" | "addressee" | "result" | "linked_case";
        NewAccountBody: {
            /** @description grid_worker, community_office, administrator, auditor; other roles follow from posts. */
            granted: string[];
            login: string;
            name: string;
            /**
             * Format: uuid
             * @description The person, unit or department whose posts are the account's.
             */
            party: string | null;
        };
        NewDraftBody: {
            note: string | null;
            /** @description duty when absent. */
            scheme: string | null;
            /** @description Codes of the communities that it may touch; empty for the whole scheme. */
            scope: string[] | null;
        };
        /** @description What a new report asks for, parsed but not yet checked against the site. */
        NewReport: {
            /** Format: double */
            accuracy_m?: number | null;
            address?: string | null;
            /** @description Answer to the deciding question, `inside_line` for instance. */
            answer?: string | null;
            category: string;
            contact?: components["schemas"]["Contact"] | null;
            /** @description `wgs84` when absent. */
            datum?: string | null;
            description?: string | null;
            external_ref?: string | null;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
            /** @description RFC 3339; now when absent. */
            occurred_at?: string | null;
            /** @description `public`, `patrol`, `12345`, `wechat`, `leader`; `public` when absent. */
            source?: string | null;
        };
        NewTokenBody: {
            /** @description A day or a time; for ever when absent. */
            expires_at: string | null;
            name: string;
            /** @description read, report, cases, boundaries, private */
            scopes: string[];
        };
        /** @enum {string} */
        North: "true_north" | "magnetic_north";
        /** @description Shown once. The page of the link is `#/link/<token>`. */
        OneTimeLink: {
            expires_at: string;
            token: string;
        };
        /** @description Open cases as they stand. */
        OpenCounts: {
            /** Format: int64 */
            in_hand: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
            /** Format: int64 */
            post_check: number;
            /** Format: int64 */
            pre_check: number;
            /** Format: int64 */
            suspended: number;
            /** Format: int64 */
            to_dispatch: number;
            /** Format: int64 */
            warning: number;
        };
        OpenHere: {
            /**
             * Format: int64
             * @description Open incidents of the owner's area; `GET /incidents?area=` lists them.
             *     None at another time than now.
             */
            here: number | null;
        };
        OptionAnswer: {
            code: string;
            outcome: components["schemas"]["Words"];
            words: components["schemas"]["Words"];
        };
        OtherScheme: {
            code: string;
            level: components["schemas"]["Level"];
            name: string;
            scheme: components["schemas"]["Scheme"];
        };
        /**
         * @description How a position lies to the areas.
         * @enum {string}
         */
        Outcome: "inside" | "nearest" | "outside";
        /** @description What a leader sees first. */
        Overview: {
            /** @description Most overdue first. */
            areas: components["schemas"]["AreaOpen"][];
            as_of: string;
            /** @description Today in the site's zone. */
            day: string;
            /** @description The last fourteen days, today last. */
            days: components["schemas"]["DayFlow"][];
            departments: components["schemas"]["DepartmentOpen"][];
            /** @description Years of the coming twelve months without a working calendar: limits that reach them have no due time. */
            no_calendar: number[];
            now: components["schemas"]["OpenCounts"];
            patrols: components["schemas"]["PatrolCounts"] | null;
            today: components["schemas"]["TodayCounts"];
        };
        /** @enum {string} */
        PartyKind: "person" | "unit" | "department" | "contractor";
        PartyRef: {
            /** @description A personal phone is on file; `POST /parties/{id}/reveal` gives it to who may have it. */
            has_phone: boolean;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PartyKind"];
            /** @description None where the caller may not see the name of a person. */
            name: string | null;
        };
        /** @description What a reveal hands out; every one is in the audit log (R11). */
        PartyRevealed: {
            /** Format: uuid */
            id: string;
            mobile: string | null;
            name: string;
        };
        PasswordBody: {
            current: string;
            password: string;
        };
        /** @description A patrol that a phase asks for. */
        Patrol: {
            /** @description Categories that are looked for; all when empty. */
            checks: string[];
            /** @description … in so much time. */
            every: components["schemas"]["Every"];
            note: components["schemas"]["Words"] | null;
            place: components["schemas"]["PatrolPlace"];
            /** @description Whose patrol it is. */
            role: components["schemas"]["Role"];
            /**
             * Format: int32
             * @description So many visits to each place …
             */
            times: number;
        };
        /** @description A patrol that was made. */
        PatrolBody: {
            /** @description Categories that were looked at. */
            checks: string[] | null;
            /** @description Code of the area or feature. */
            code: string;
            /** @description Reports made meanwhile. */
            incidents: string[] | null;
            layer: components["schemas"]["Layer"] | null;
            note: string | null;
            /** @description Looked, and found nothing. */
            nothing: boolean | null;
            role: components["schemas"]["Role"] | null;
            /** @description Now when absent; at most three days back. */
            visited_at: string | null;
        };
        PatrolCounts: {
            totals: components["schemas"]["ZonePatrols"];
            /** @description Most behind first. Zones of which nothing is asked are not here. */
            zones: components["schemas"]["ZonePatrols"][];
        };
        /** @description A place that is patrolled. */
        PatrolledPlace: {
            /**
             * @description The area itself with those above it, or those that the feature lies in; finest first. Empty for a place that is no
             *     more.
             */
            areas: components["schemas"]["AreaRef"][];
            code: string;
            layer: components["schemas"]["Layer"] | null;
            name: string;
        };
        /** @description A patrol that was made. */
        PatrolMade: {
            checks: string[];
            /** Format: uuid */
            id: string;
            incidents: string[];
            /** @description The caller made it. */
            mine: boolean;
            note: string | null;
            nothing: boolean;
            place: components["schemas"]["PatrolledPlace"];
            recorded_at: string;
            role: components["schemas"]["Role"] | null;
            visited_at: string;
        };
        /** @description What is visited: every area of a level, or every feature of a layer. */
        PatrolPlace: {
            level: components["schemas"]["Level"];
        } | {
            layer: components["schemas"]["Layer"];
        };
        /** @description A patrol as it was taken down. */
        PatrolRecorded: {
            /** @description What is asked of the place today, this patrol counted. */
            asked: components["schemas"]["AskedPatrol"][];
            /** Format: uuid */
            id: string;
            place: components["schemas"]["PatrolledPlace"];
            recorded_at: string;
            visited_at: string;
        };
        PatrolsAnswer: {
            as_of: string;
            /** @description The caller's own first, then those that lack most. */
            asked: components["schemas"]["AskedPatrol"][];
            /** @description Today in the site's zone, which what is asked is counted for. */
            day: string;
            /** @description Newest first. */
            patrols: components["schemas"]["PatrolMade"][];
            /** @description Patrols in the time asked for; more than `patrols` holds when there are too many for one answer. */
            total: number;
        };
        Period: {
            from: string | null;
            to: string | null;
        };
        /** @description One phase. */
        Phase: {
            /** @description What the dashboard shows first. */
            dashboard: components["schemas"]["Measure"][];
            /** @description A phase without it is announced but not dated, and never in force. */
            first_day: string | null;
            /** @description The last day belongs to the phase; none for one that goes on. */
            last_day: string | null;
            name: components["schemas"]["Words"];
            patrols: components["schemas"]["Patrol"][];
            slug: string;
            /** @description Where its dates and its rules come from. */
            source: string;
            /** @description Tier of limits that holds in it; none leaves the limits as they are. */
            tier: string | null;
        };
        /** @description A photo; its pictures are `photos/{id}/large` and `photos/{id}/thumb`. */
        PhotoAnswer: {
            /**
             * Format: double
             * @description Degrees clockwise from north.
             */
            direction: number | null;
            /** Format: int64 */
            height: number;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PhotoKind"];
            position: components["schemas"]["LonLat"] | null;
            /** @description What the camera tells: a hint, not a fact; only for staff. */
            taken_at: string | null;
            uploaded_at: string;
            /** Format: int64 */
            width: number;
        };
        /** @description A draft of a report that photos made. */
        PhotoDraftAnswer: {
            /**
             * Format: double
             * @description Radius of uncertainty in metres, as the camera tells it.
             */
            accuracy_m: number | null;
            /** @description The owner first, then upward. */
            areas: components["schemas"]["AreaRef"][];
            brought_at: string;
            brought_by: components["schemas"]["Words"] | null;
            /**
             * Format: double
             * @description Where the camera looked, in degrees clockwise from north.
             */
            direction: number | null;
            /**
             * Format: double
             * @description Metres to the nearest area when it lies in none.
             */
            distance_m: number | null;
            /** Format: uuid */
            id: string;
            incident: components["schemas"]["IntakeKnown"] | null;
            /** @description The nearest road, compound and other places, nearest first. */
            near: components["schemas"]["DraftNear"][];
            north: components["schemas"]["North"] | null;
            outcome: components["schemas"]["Outcome"] | null;
            owner: components["schemas"]["Post"] | null;
            /** @description In their order, at most nine; none of a draft that has ended. */
            photos: components["schemas"]["DraftedPhotoAnswer"][];
            placed_by: components["schemas"]["PlacedBy"] | null;
            position: components["schemas"]["LonLat"] | null;
            routing: components["schemas"]["AssignmentAnswer"] | null;
            /** @description The channel that its report comes by. */
            source: string;
            source_words: components["schemas"]["Words"];
            state: components["schemas"]["DraftState"];
            state_words: components["schemas"]["Words"];
            taken_at: string | null;
        };
        /** @description Drafts that wait, newest first. */
        PhotoDraftPage: {
            as_of: string;
            drafts: components["schemas"]["PhotoDraftAnswer"][];
            /**
             * Format: int64
             * @description Edition that the owners come from.
             */
            edition: number | null;
            next_cursor: string | null;
            /**
             * Format: int64
             * @description How many wait in all.
             */
            waiting: number;
        };
        /** @enum {string} */
        PhotoKind: "before" | "after" | "near" | "far" | "reference";
        /** @description Photos as files of a form. */
        PhotosForm: {
            photos: string[];
        };
        /** @enum {string} */
        PlacedBy: "camera" | "hand";
        /** @description A score with its place among the others. */
        PlacedScore: components["schemas"]["Score"] & {
            /** @description None without a score. */
            place: number | null;
            previous_place: number | null;
            /**
             * Format: double
             * @description By the formula that was in force then.
             */
            previous_points: number | null;
        };
        /** @enum {string} */
        PlaceKind: "coordinates" | "crossing" | "stretch" | "road_end" | "house" | "building" | "feature" | "road" | "area";
        /** @description A post and who fills it; a vacant one is present and says so. */
        Post: {
            /** Format: uuid */
            appointment: string | null;
            area: components["schemas"]["AreaRef"] | null;
            department: string | null;
            /** @description Public phone of the post. */
            duty_phone: string | null;
            feature: components["schemas"]["FeatureRef"] | null;
            /** @description One line for people: role, unit, name. */
            label: components["schemas"]["Words"];
            level: components["schemas"]["Level"] | null;
            person: components["schemas"]["PartyRef"] | null;
            primary: boolean;
            role: components["schemas"]["Role"];
            role_words: components["schemas"]["Words"];
            /** @description In force since, RFC 3339. */
            since: string | null;
            state: components["schemas"]["PostState"];
            state_words: components["schemas"]["Words"];
            title: string | null;
            unit: components["schemas"]["PartyRef"] | null;
        };
        /** @description A post without a person. */
        PostFinding: {
            code: string;
            level: string;
            name: string;
            role: string;
            /** @description `vacant`, or `person_pending` as a warning. */
            state: string;
            words: components["schemas"]["Words"];
        };
        /**
         * @description How far a post is filled.
         * @enum {string}
         */
        PostState: "filled" | "person_pending" | "vacant";
        /** @enum {string} */
        PrivateKind: "phone" | "name" | "id_number" | "home_address";
        /** @description What the caller reads of a problem. */
        Problem: {
            /** @description Codes that somebody else changed since. */
            changed: string[] | null;
            /** @description Stable identifier of the reason. */
            code: string;
            /** @description `words.en` once more, for clients that only know RFC 9457. */
            detail: string;
            /** @description Every bad field, all at once. */
            errors: components["schemas"]["FieldError"][];
            /** @description What bars the publication of a draft. */
            faults: components["schemas"]["DraftFault"][] | null;
            /** @description Where a malformed input broke, `line 3, column 7` or `row 12`. */
            place?: string | null;
            request_id: string | null;
            /** Format: int32 */
            status: number;
            /** @description The status in English words. */
            title: string;
            /** @description Always `about:blank`: `code` tells the kinds apart. */
            type: string;
            /**
             * Format: int64
             * @description The version that stands, where `If-Match` named another.
             */
            version: number | null;
            words: components["schemas"]["Words"];
        };
        /** @description When and how a draft is published. */
        PublishBody: {
            /** @description A day, whose 00:00 in the site's zone is meant; at once when absent. */
            in_force_from: string | null;
            /** @description `all`, `none` or a list of ids of open incidents; none when absent. */
            move_incidents: Record<string, unknown>;
            /** @description The draft's own note when absent. */
            note: string | null;
        };
        /** @description Number of the edition that was published. */
        Published: {
            /** Format: int64 */
            number: number;
        };
        QuestionAnswer: {
            code: string;
            options: components["schemas"]["OptionAnswer"][];
            words: components["schemas"]["Words"];
        };
        /** @enum {string} */
        QuestionKind: "which" | "meant" | "where_on" | "where";
        /**
         * @description What a ranking ranks.
         * @enum {string}
         */
        RankedBy: "segment" | "compound" | "district" | "street" | "community" | "zone" | "point";
        RankedPlace: {
            code: string;
            /** Format: int64 */
            count: number;
            geometry: components["schemas"]["Geometry"] | null;
            name: components["schemas"]["Words"];
            /** Format: int64 */
            open: number;
            owner: components["schemas"]["Post"] | null;
            per: components["schemas"]["Rate"] | null;
            position: components["schemas"]["LonLat"];
            /**
             * Format: int64
             * @description Count in the period of the same length before; None without a bounded period.
             */
            previous: number | null;
            /** Format: int32 */
            rank: number;
            /** @description Too few to say more than the count. */
            small_number: boolean;
            top_categories: components["schemas"]["SlugCount"][];
        };
        RankingAnswer: {
            as_of: string;
            by: components["schemas"]["RankedBy"];
            items: components["schemas"]["RankedPlace"][];
            period: components["schemas"]["Period"];
            /** Format: int64 */
            total: number;
            /**
             * Format: int64
             * @description Incidents that belong to none of the ranked places.
             */
            unassigned: number;
        };
        Rate: {
            unit: components["schemas"]["RateUnit"];
            /** Format: double */
            value: number;
        };
        /**
         * @description What a rate is counted per.
         * @enum {string}
         */
        RateUnit: "per_100m" | "per_100_households" | "per_km2";
        /** @description Which messages were read: those of `ids`, or all. */
        ReadMessages: {
            all: boolean | null;
            ids: string[] | null;
        };
        /** @description A step of a decision, kept with the case so that anybody can read later why it was taken (R5). */
        Reason: components["schemas"]["Words"] & {
            /** @description Stable identifier of the kind of step, for instance `inside_point` or `rule`. */
            code: string;
        };
        RedeemBody: {
            /** @description Only for the first administrator. */
            login: string | null;
            /** @description Only for the first administrator. */
            name: string | null;
            password: string;
            token: string;
        };
        /** @description The case that one follows from. */
        RelatedCase: components["schemas"]["CaseLink"] & {
            kind: components["schemas"]["RelationKind"];
        };
        /** @enum {string} */
        RelationKind: "joined_to" | "relapse_of" | "sample_of" | "appeal_against";
        /** @enum {string} */
        Remedy: "enforcement" | "cleaning" | "maintenance" | "persuasion" | "organising";
        /** @description What to repair: all within a tolerance, or one fault. */
        RepairBody: {
            /** @description Also close strips along a parent's border that would count as its undrawn remainder. */
            close_open_strips: boolean | null;
            /** @description Instead: the position of one fault, [lon, lat], as the check told it. */
            fault: number[] | null;
            /**
             * @description Code of the area that gets the gap, or that keeps the overlap, which is then cut from the others along its
             *     border; null cuts an overlap from all, as for a child outside its parent.
             */
            give_to: string | null;
            /**
             * Format: double
             * @description No border moves further, metres, 0.02 to 10.
             */
            tolerance_m: number | null;
        };
        /** @description An area as the repair would have it, ready to be saved. */
        RepairedArea: {
            code: string;
            extent: string | null;
            /** Format: double */
            gained_m2: number;
            /** @description GeoJSON geometry. */
            geometry: Record<string, unknown>;
            level: components["schemas"]["Level"];
            /** Format: double */
            lost_m2: number;
            /**
             * Format: double
             * @description The greatest distance between its old border and the new one.
             */
            max_m: number;
            /** @description Where its border moves, farthest first; at most 200 places. */
            moves: components["schemas"]["BorderMove"][];
            name: string;
            parent: string | null;
        };
        RestoreBody: {
            /** @description `all`, `none` or a list of ids of open incidents; all when absent. */
            move_incidents: Record<string, unknown>;
            note: string | null;
        };
        /** @description Why somebody needs a private phone number; kept in the audit log. */
        RevealRequest: {
            reason: string;
        };
        RoadAt: {
            class: components["schemas"]["RoadClass"] | null;
            code: string;
            /**
             * Format: double
             * @description Metres to the axis.
             */
            distance_m: number;
            name: string;
            on_carriageway: boolean;
            /** @description The owner follows from this rule and is another one than what is drawn. */
            ruled: boolean;
            /** @description Side of the axis: `north`, `north_east`, … */
            side: components["schemas"]["Compass8"];
            side_rule: components["schemas"]["SideRule"] | null;
            words: components["schemas"]["Words"];
        };
        /** @enum {string} */
        RoadClass: "main" | "secondary" | "lane";
        /** @description The roads that a name was taken for. */
        RoadsNamed: {
            /** @description The name or code of each of them; otherwise only how their names begin. */
            exactly: boolean;
            name: string;
            /** @description Codes; more than one where several roads share the name. */
            roads: string[];
        };
        /** @enum {string} */
        Role: "grid_chief" | "zone_head" | "point_head" | "group_lead" | "street_liaison" | "community_liaison" | "group_liaison" | "first_responsible" | "directly_responsible" | "jointly_responsible" | "enforcement" | "property_manager" | "cleaner" | "operator" | "frontage_party" | "owner_party";
        /** @description What a roster did, or would do. */
        RosterAnswer: {
            change: components["schemas"]["RosterChange"] | null;
            /** @description The draft as it stands now; its version is the one to go on with. */
            draft: components["schemas"]["DraftAnswer"];
            roster: components["schemas"]["RosterPreview"];
            /** @description False after a dry run. */
            stored: boolean;
        };
        /** @description Areas in the draft; units, persons and posts beside it. */
        RosterChange: {
            /** @description Areas that are new or differ, by level and code. */
            areas: components["schemas"]["UploadedArea"][];
            areas_unchanged: number;
            /** @description Units and persons that were not known. */
            parties_added: number;
            /** @description Terms that begin, that end or change, and that stay. */
            posts_added: number;
            posts_changed: number;
            posts_unchanged: number;
            /** @description Codes of points in the same zones that it does not mention; they stay. */
            unmentioned: string[];
            /** @description Points of the roster that nobody heads. */
            vacant: string[];
        };
        /** @description A roster as it was understood. Phones are read when it is taken in and never shown (R11). */
        RosterPreview: {
            /** @description The first 200 of these. */
            first: components["schemas"]["RosterRow"][];
            points: number;
            /** @description Everything that is wrong; nothing is stored while there is any. */
            problems: components["schemas"]["RosterProblem"][];
            /** @description Rows that could be read. */
            rows: number;
            zones: number;
        };
        RosterProblem: {
            /** @description `missing_cell`, `bad_phone`, `too_long`, `unknown_community`, `missing_column`, … */
            code: string;
            /**
             * Format: int64
             * @description As the spreadsheet numbers it; null where the whole table is meant.
             */
            row: number | null;
            words: components["schemas"]["Words"];
        };
        RosterRow: {
            community: string | null;
            extent: string | null;
            has_phone: boolean;
            head: string | null;
            point: string;
            /**
             * Format: int64
             * @description As the spreadsheet numbers it.
             */
            row: number;
            title: string | null;
            unit: string | null;
            zone: string;
            zone_head: string | null;
        };
        /** @description A finished case that the lot has drawn. */
        SampleAnswer: components["schemas"]["IncidentBrief"] & {
            /** @description Somebody has taken the sample today. */
            sampled: boolean;
        };
        SamplesAnswer: {
            as_of: string;
            /** @description In the order of the draw. */
            items: components["schemas"]["SampleAnswer"][];
            /**
             * Format: int64
             * @description Cases among which they were drawn.
             */
            of: number;
            /**
             * Format: int64
             * @description What the draw follows from: the number of the day since 1970.
             */
            seed: number;
        };
        /** @enum {string} */
        Scheme: "duty" | "governance" | "unit";
        /** @enum {string} */
        Scope: "read" | "report" | "cases" | "boundaries" | "private" | "account";
        /** @description A subject's score by one formula. */
        Score: {
            /** @description The sum in one line. */
            arithmetic: components["schemas"]["Words"];
            /** @description Slug of the formula. */
            formula: string;
            /**
             * Format: double
             * @description Out of 100; none when a term is not known, which is not the same as zero.
             */
            points: number | null;
            /** @description Why there is no score. */
            reasons: components["schemas"]["Reason"][];
            terms: components["schemas"]["TermScore"][];
        };
        SearchHit: {
            bounds: components["schemas"]["Bounds"] | null;
            code: string;
            detail: components["schemas"]["Words"];
            kind: components["schemas"]["SearchKind"];
            layer: components["schemas"]["Layer"] | null;
            level: components["schemas"]["Level"] | null;
            name: string;
            position: components["schemas"]["LonLat"] | null;
            /** Format: double */
            score: number;
        };
        /**
         * @description What a search found.
         * @enum {string}
         */
        SearchKind: "area" | "feature" | "post" | "party";
        SearchResults: {
            results: components["schemas"]["SearchHit"][];
        };
        SessionAccount: {
            /** Format: uuid */
            id: string;
            login: string;
            name: string;
            /** Format: uuid */
            party: string | null;
        };
        /** @description Who the caller is. */
        SessionAnswer: {
            account: components["schemas"]["SessionAccount"] | null;
            /** @description Posts in force now. */
            posts: components["schemas"]["Post"][];
            /** @description Roles in force now. */
            roles: components["schemas"]["AccountRole"][];
        };
        /** @enum {string} */
        Severity: "notice" | "task" | "warning";
        /** @enum {string} */
        Side: "east" | "south" | "west" | "north";
        /** @enum {string} */
        SideRule: "centre_line" | "near_kerb" | "one_owner";
        SignInBody: {
            login: string;
            password: string;
            /** @description Stay signed in on this device for months, instead of a day. */
            remember: boolean | null;
        };
        SiteAnswer: {
            /** @description Somebody can sign in here. */
            accounts: boolean;
            bounds: components["schemas"]["Bounds"] | null;
            demo: boolean;
            /** @description Only in a demo. */
            demo_accounts: components["schemas"]["DemoAccount"][];
            departments: components["schemas"]["DepartmentBrief"][];
            /** Format: int64 */
            edition: number | null;
            footer: components["schemas"]["Footer"];
            glossary: {
                [key: string]: components["schemas"]["Words"];
            };
            home: components["schemas"]["AreaRef"] | null;
            incident_span: components["schemas"]["IncidentSpan"];
            loopback_only: boolean;
            /** @description 审图号 line, as configured. */
            map_approval: string | null;
            /** @description The caller may edit boundaries. */
            may_edit: boolean;
            name: components["schemas"]["Words"];
            now: string;
            /** @description The caller may ask for personal phones. */
            open_private: boolean;
            product: string;
            states: components["schemas"]["StateBrief"][];
            version: string;
            zone: string;
        };
        SlugCount: {
            /** Format: int64 */
            count: number;
            slug: string;
        };
        /** @description The two drafts that there are after photos were taken out of one. */
        SplitAnswer: {
            /** @description The draft that they were taken from, then the new one. */
            drafts: components["schemas"]["PhotoDraftAnswer"][];
        };
        /** @description Photos that become a draft of their own. */
        SplitBody: {
            photos: string[];
        };
        /** @description What an answer says about its position alone. */
        Spot: {
            at: string;
            border_area: components["schemas"]["AreaRef"] | null;
            /**
             * Format: double
             * @description To the nearest area with another owner.
             */
            border_m: number | null;
            /** @description The datum of the request. */
            datum: components["schemas"]["Datum"];
            /**
             * Format: double
             * @description To the nearest area, when not inside.
             */
            distance_m: number | null;
            /** Format: int64 */
            edition: number | null;
            features: components["schemas"]["FeatureAt"][];
            near_border: components["schemas"]["NearBorder"][];
            open_incidents: components["schemas"]["OpenHere"];
            outcome: components["schemas"]["Outcome"];
            /** @description Longitude and latitude, WGS 84, after conversion and rounding. */
            position: components["schemas"]["LonLat"];
            /** @description The position lies in a zone's part that no point has been drawn for (R2). */
            remainder: boolean;
            road: components["schemas"]["RoadAt"] | null;
            routing: components["schemas"]["AssignmentAnswer"] | null;
            schemes: components["schemas"]["OtherScheme"][];
        };
        /** @enum {string} */
        Stage: "reading" | "repairing" | "checking" | "comparing" | "writing";
        /** @enum {string} */
        State: "reported" | "filed" | "dispatched" | "handled" | "closed" | "handled_on_site" | "rejected" | "suspended" | "void" | "merged";
        StateBrief: {
            open: boolean;
            slug: components["schemas"]["State"];
            words: components["schemas"]["Words"];
        };
        /** @description A step that is open to the caller. */
        StepAnswer: {
            after_photo: components["schemas"]["Words"] | null;
            /** @description What it needs. */
            needs: components["schemas"]["Need"][];
            transition: components["schemas"]["Transition"];
        };
        /** @description What a step brings along; which of it is needed, the step says. */
        StepBody: {
            /**
             * Format: uuid
             * @description Appointment that shall act.
             */
            actor: string | null;
            /**
             * Format: uuid
             * @description Appointment that it is referred to.
             */
            addressee: string | null;
            /** @description It was checked on the ground. */
            checked: boolean | null;
            /**
             * Format: uuid
             * @description Appointment that is asked for help.
             */
            helper: string | null;
            /** Format: uuid */
            linked_case: string | null;
            /** Format: uuid */
            merge_into: string | null;
            /** @description What was done, or why. */
            note: string | null;
            /** @description passed or failed */
            result: string | null;
            /** @description A day or a time. */
            until: string | null;
        };
        /** @description One step for many cases. */
        StepsBody: components["schemas"]["StepBody"] & {
            items: components["schemas"]["CaseVersion"][];
            transition: components["schemas"]["Transition"];
        };
        /** @description Ground between streets. */
        StreetBlock: {
            /** Format: double */
            area_m2: number;
            geometry: components["schemas"]["Geometry"];
            middle: components["schemas"]["LonLat"];
            /** @description The streets along its border, by code. */
            roads: components["schemas"]["FeatureRef"][];
        };
        /** @description Blocks of a street network; neighbours share their borders exactly. */
        StreetBlocks: {
            blocks: components["schemas"]["StreetBlock"][];
        };
        /** @enum {string} */
        SubjectKind: "point" | "zone" | "unit" | "department";
        /** @description A case that waits for the caller. */
        TaskAnswer: components["schemas"]["IncidentBrief"];
        TasksAnswer: {
            as_of: string;
            /** @description Due first. */
            items: components["schemas"]["TaskAnswer"][];
        };
        /** @description One term. */
        Term: {
            name: components["schemas"]["Words"];
            value: unknown;
            /**
             * Format: int32
             * @description Per cent of the score.
             */
            weight: number;
        };
        /** @description What one term gave. */
        TermScore: {
            name: components["schemas"]["Words"];
            part: components["schemas"]["Count"] | null;
            /**
             * Format: double
             * @description Value times weight.
             */
            points: number | null;
            /**
             * Format: double
             * @description From 0 to 100.
             */
            value: number | null;
            /** Format: int32 */
            weight: number;
            whole: components["schemas"]["Count"] | null;
            /** @description The term's arithmetic. */
            words: components["schemas"]["Words"];
        };
        /** @description Text as it was copied. */
        TextBody: {
            text: string;
        };
        /** @description What came and went today. */
        TodayCounts: {
            /** Format: int64 */
            closed: number;
            /** Format: int64 */
            filed: number;
            /** Format: int64 */
            handled_on_site: number;
            /** Format: int64 */
            reported: number;
            /** Format: int64 */
            reported_public: number;
        };
        TokenCreated: {
            /** @description Shown once. */
            secret: string;
            token: components["schemas"]["ApiToken"];
        };
        /** @description A report as its tracking code shows it. */
        TrackAnswer: {
            category: string;
            category_name: components["schemas"]["Words"];
            due_at: string | null;
            /** @description Number of the incident that it joined; state and steps are that one's then. */
            joined: string | null;
            number: string;
            owner: components["schemas"]["Words"] | null;
            position: components["schemas"]["LonLat"];
            recorded_at: string;
            state: components["schemas"]["State"];
            state_words: components["schemas"]["Words"];
            steps: components["schemas"]["TrackStep"][];
        };
        TrackBody: {
            code: string;
        };
        /** @description A step as the reporter is told of it. */
        TrackStep: {
            at: string;
            kind: components["schemas"]["EventKind"];
            /** @description The answer, where the step has one for the reporter. */
            note: string | null;
            words: components["schemas"]["Words"];
        };
        /** @enum {string} */
        Transition: "file" | "reject" | "dispatch" | "accept" | "return" | "hand_over" | "ask_help" | "handle" | "handle_on_site" | "rework" | "suspend" | "resume" | "close" | "void" | "merge" | "edit" | "supervise" | "urge" | "refer" | "escalate" | "sample" | "appeal";
        /** @description An area with children that do not fill it, or without any shape. */
        Undrawn: {
            code: string;
            name: string;
            /** Format: double */
            share: number | null;
            /**
             * Format: double
             * @description None while the area itself has no shape.
             */
            undrawn_m2: number | null;
        };
        /** @enum {string} */
        Unit: "bytes" | "areas";
        UnreadMessages: {
            /** Format: int64 */
            unread: number;
        };
        /** @description What a boundary file made of a draft. */
        UploadApplied: {
            added: number;
            changed: number;
            draft: components["schemas"]["DraftAnswer"];
            /** @description What was passed over. */
            notes: components["schemas"]["FieldError"][];
            /** @description Areas that the file left out and that are gone now; nought where it was not asked to remove any. */
            removed: number;
            /**
             * Format: double
             * @description The greatest distance that a repair moved any border, metres; null where none was asked for.
             */
            repaired_max_m: number | null;
            suspicion: components["schemas"]["UploadSuspicion"] | null;
            unchanged: number;
        };
        UploadedArea: {
            /** @description Not in the draft yet. */
            added: boolean;
            code: string;
            extent: string | null;
            geometry: components["schemas"]["Geometry"] | null;
            level: components["schemas"]["Level"];
            name: string;
            parent: string | null;
        };
        /** @description A feature that comes, changes or goes with a file. */
        UploadedFeature: {
            code: string;
            fate: components["schemas"]["UploadFate"];
            geometry: components["schemas"]["Geometry"];
            name: string;
        };
        /** @enum {string} */
        UploadFate: "added" | "changed" | "removed";
        /** @description One layer of a boundary file. */
        UploadLayer: {
            /** Format: int64 */
            areas: number;
            bbox: components["schemas"]["Bounds"] | null;
            /** @description The datum that it would be read in; null: it has to be chosen. */
            datum: string | null;
            fields: string[];
            /** @description The first rows, in the order of `fields`, shortened; null where a row has nothing. */
            first: (string | null)[][];
            layer: string;
            /** Format: int64 */
            lines: number;
            /** @description Which field seems to hold what, or was chosen for a layer of this name last time. */
            mapping: components["schemas"]["UploadMapping"];
            /** @description What was passed over. */
            notes: components["schemas"]["FieldError"][];
            /** Format: int64 */
            points: number;
            problems: components["schemas"]["FieldError"][];
            /** @description West, south, east, north in the numbers of the file. */
            raw_box: number[] | null;
            /** Format: int64 */
            records: number;
            /** @description The mapping was chosen for a layer of this name last time. */
            remembered: boolean;
            suspicion: components["schemas"]["UploadSuspicion"] | null;
            /** @description What the file says of its datum. */
            told: string | null;
            /** Format: int64 */
            undrawn: number;
        };
        /** @description Which field holds what, and how the layer is to be read. */
        UploadMapping: {
            /** @default null */
            code: string | null;
            /** @default null */
            datum: string | null;
            /** @default null */
            encoding: string | null;
            /** @default null */
            extent: string | null;
            /** @default null */
            holds: components["schemas"]["Layer"] | null;
            /**
             * @description The level of every area, where no field tells it.
             * @default null
             */
            level: string | null;
            /** @default null */
            level_field: string | null;
            /** @default null */
            name: string | null;
            /** @default null */
            parent: string | null;
        };
        /** @description A boundary file as the preview shows it. */
        UploadPreview: {
            /** @description Datums of degrees that may be chosen beside `epsg:` codes. */
            datums: string[];
            /** @description How the texts read in each encoding, when the file does not say it; a person chooses and asks again. */
            encodings: components["schemas"]["EncodingSample"][];
            layers: components["schemas"]["UploadLayer"][];
        };
        /** @description What a file would make of a draft; save `areas` with PATCH on `version`, or apply the file. */
        UploadProposal: {
            /** @description Areas that are new or differ, by level and code. */
            areas: components["schemas"]["UploadedArea"][];
            /** @description Codes in the draft's scope, of the same levels, that the file leaves out. */
            left_out: string[];
            /** @description What was passed over. */
            notes: components["schemas"]["FieldError"][];
            /**
             * Format: double
             * @description The greatest distance that a repair moved any border, metres; null where none was asked for.
             */
            repaired_max_m: number | null;
            /** @description The shapes are too many to be sent: every `geometry` is null, and only applying the file saves them. */
            shapes_left_out: boolean;
            suspicion: components["schemas"]["UploadSuspicion"] | null;
            unchanged: number;
            /**
             * Format: int64
             * @description The version of the draft that was looked at.
             */
            version: number;
        };
        UploadSuspicion: {
            /** @description `looks_shifted`, `looks_swapped`, `looks_far` */
            code: string;
            words: components["schemas"]["Words"];
        };
        VacantPost: {
            area: components["schemas"]["AreaRef"];
            role: components["schemas"]["Role"];
        };
        /**
         * @description How an answer to the deciding question turned out.
         * @enum {string}
         */
        Verdict: "compliant" | "over_line" | "over_time";
        /** @description What a voice says; what is absent is as the case has it. */
        VoiceBody: {
            contact: components["schemas"]["Contact"] | null;
            datum: string | null;
            description: string | null;
            external_ref: string | null;
            /** Format: double */
            lat: number | null;
            /** Format: double */
            lon: number | null;
            source: string | null;
        };
        /** @description A voice that was counted. */
        VoiceCounted: {
            /** Format: uuid */
            incident: string;
            number: string;
            state: components["schemas"]["State"];
            /** @description The reporter's own code; it is told once. */
            tracking_code: string;
            /**
             * Format: int64
             * @description Reports of the same problem, this one included.
             */
            voices: number;
        };
        /** @description How much categories count, by one edition of the handbook. */
        WeightSet: {
            categories: components["schemas"]["CategoryWeight"][];
            /** @description Periods that end on this day or later are weighed by it, until a newer set takes over. */
            from: string;
            /**
             * Format: int32
             * @description Year of the handbook (测评操作手册).
             */
            handbook_year: number;
            source: string;
        };
        /** @description Gaps and overlaps of one class of widths. */
        WidthCount: {
            /**
             * Format: double
             * @description Square metres of both.
             */
            area_m2: number;
            gaps: number;
            overlaps: number;
            /**
             * Format: double
             * @description Upper end of the class, metres; None in the last one.
             */
            up_to_m: number | null;
        };
        /** @description One sentence or label in Chinese and English. */
        Words: {
            en: string;
            zh: string;
        };
        /** @description A boundary in words. */
        WordsBody: {
            /** @description `side_rule` (as each road says, its axis where it says nothing), `axis` or `kerb`; `side_rule` when absent. */
            along: string | null;
            /**
             * @description Code of the area in force that the boundary is for, or of one around it: with `side_rule`, roads that belong to one
             *     owner as a whole then lie inside or outside.
             */
            for: string | null;
            /** @description 东至…，南至…，西至…，北至…, with the names of loaded roads. */
            text: string;
        };
        /** @description One line of an answer that tells its progress. The last one, and no other, is a result or a problem. */
        WorkLine: components["schemas"]["Done"] | {
            /** @description What `application/json` would have answered. */
            result: Record<string, unknown>;
        } | {
            /** @description Why it was refused. */
            problem: components["schemas"]["Problem"];
        };
        /** @description Patrols of a zone, over all places and roles that are asked for. */
        ZonePatrols: {
            /**
             * Format: int64
             * @description Patrols asked for, one for each place and role.
             */
            asked: number;
            /**
             * Format: int64
             * @description Patrols that lacked visits in the last day, week or month that is over; null where none of the phase is over yet.
             */
            behind: number | null;
            /** @description Null outside of every zone. */
            code: string | null;
            /**
             * Format: int64
             * @description Of these, with all visits of the running day, week or month made.
             */
            done: number;
            /** Format: int64 */
            made: number;
            name: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Visits asked for, and of these made.
             */
            required: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 账号 · Accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountBody"];
            };
        };
        responses: {
            /** @description 账号与链接 · Account and link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountCreated"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_account: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 账号编号 · Id of the account */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountBody"];
            };
        };
        responses: {
            /** @description 账号 · Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 账号编号 · Id of the account */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 链接 · Link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimeLink"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    areas: {
        parameters: {
            query?: {
                /** @description 何时有效，日期或时间 · In force at, a day or a time */
                at?: string;
                /** @description 范围：西，南，东，北 · west,south,east,north */
                bbox?: string;
                /** @description 上一页给出的 next_cursor · next_cursor of the page before */
                cursor?: string;
                /** @description 按当时的记录 · As it was recorded then */
                known_at?: string;
                /** @description 层级 district | street | community | zone | point · Level */
                level?: string;
                /** @description 每页最多个数，默认全部 · At most so many on a page, all when absent */
                limit?: number;
                /** @description 总数不超过多少，否则略去最细的层级 · Leave out the finest levels until no more remain */
                most?: number;
                /** @description 边界顶点总数不超过多少，否则略去最细的层级 · Leave out the finest levels until their borders have no more vertices */
                most_vertices?: number;
                /** @description 网格体系 duty | governance | unit，默认 duty · Scheme, duty when absent */
                scheme?: string;
                /** @description 简化到多少米，0.01 到 10000 · Metres between the points of borders */
                simplify_m?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 网格 · Areas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["AreaCollection"];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    area: {
        parameters: {
            query?: {
                /** @description 何时有效，日期或时间 · In force at, a day or a time */
                at?: string;
                /** @description 按当时的记录 · As it was recorded then */
                known_at?: string;
                /** @description 网格体系，默认 duty · Scheme, duty when absent */
                scheme?: string;
            };
            header?: never;
            path: {
                /** @description 网格编号 · Code of the area */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 档案 · Dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreaDossier"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    area_edges: {
        parameters: {
            query?: {
                /** @description 范围：西，南，东，北；范围外的边界线可能不全 · west,south,east,north; borders outside it may be incomplete */
                bbox?: string;
                /** @description 网格总数不超过多少，否则略去最细的层级 · Leave out the finest levels until no more areas remain */
                most?: number;
                /** @description 网格边界顶点总数不超过多少，否则略去最细的层级 · Leave out the finest levels until their borders have no more vertices */
                most_vertices?: number;
                /** @description 网格体系，默认 duty · Scheme, duty when absent */
                scheme?: string;
                /** @description 简化到多少米，0.01 到 10000 · Metres between the points of borders */
                simplify_m?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 边界线 · Edges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["EdgeCollection"];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assessment: {
        parameters: {
            query: {
                /** @description 只看该网格及其下级 · Only this area and below */
                area?: string;
                /** @description 创建活动：采用其权重和公式 · Campaign whose weights and formulas count */
                campaign?: string;
                /** @description json | csv | xlsx；导出记入审计 · csv and xlsx are written in the audit log */
                format?: string;
                /** @description 时段自（含），日期或时间；默认本月或所选阶段 · At or after; the running month or the phase when absent */
                from?: string;
                /** @description 评价对象 · What is assessed */
                kind: components["schemas"]["SubjectKind"];
                /** @description 导出语言 zh | en，默认 zh · Language of the file, zh when absent */
                lang?: string;
                /** @description 该活动的阶段：采用其起止日期和关注项 · Phase of it: its days and what it watches */
                phase?: string;
                /** @description 时段至（不含） · Before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 评比 · Assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssessmentAnswer"];
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    formulas: {
        parameters: {
            query?: {
                /** @description 用于以该日为末日的时段，默认今天 · For periods whose last day it is, today when absent */
                day?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 公式 · Formulas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormulasAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_formula: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 公式代号 · Slug of the formula */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormulaBody"];
            };
        };
        responses: {
            /** @description 公式 · Formula */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormulaAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_formula: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormulaCheckBody"];
            };
        };
        responses: {
            /** @description 错误 · Faults */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormulaCheck"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit: {
        parameters: {
            query?: {
                /** @description 条数，1–1000，默认 200 · Entries, 200 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 日志 · Log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    street_blocks: {
        parameters: {
            query?: {
                /** @description 网格体系 duty | governance | unit，默认 duty · Scheme of that area, duty when absent */
                scheme?: string;
                /** @description 网格编码 · Code of an area */
                within?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 街块 · Blocks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreetBlocks"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    boundary_from_words: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WordsBody"];
            };
        };
        responses: {
            /** @description 边界 · Proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoundaryProposal"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    campaigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 创建活动 · Campaigns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignsAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_campaign: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 活动代号 · Slug of the campaign */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignBody"];
            };
        };
        responses: {
            /** @description 创建活动 · Campaign */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 类别 · Categories */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoriesAnswer"];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    certificate: {
        parameters: {
            query?: {
                /** @description 按何时的任职核查，日期或时间 · Posts in force at, a day or a time */
                at?: string;
                /** @description 只看图形 · Geometry alone */
                geometry?: boolean;
                /** @description 网格体系，默认 duty · Scheme, duty when absent */
                scheme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 证明 · Certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 通道 · Channels */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_channel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            /** @description 通道 · Channel */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_channel: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 通道编号 · Id of the channel */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已删除 · Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_channel: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 通道编号 · Id of the channel */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            /** @description 通道 · Channel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 通道编号 · Id of the channel */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 接收方的回答 · What the receiver said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTest"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliveries: {
        parameters: {
            query?: {
                /** @description 通道编号 · Id of a channel */
                channel?: string;
                /** @description 上一页的 next_cursor · next_cursor of the page before */
                cursor?: string;
                /** @description 条数，1–200，默认 50 · Deliveries, 50 when absent */
                limit?: number;
                /** @description waiting、sent、given_up 之一 · One of them */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 投递记录 · Deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deliveries"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 消息编号 · Id of the message */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 消息 · Message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editions: {
        parameters: {
            query?: {
                /** @description 网格体系，默认 duty · Scheme, duty when absent */
                scheme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 版本 · Editions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditionList"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_draft: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraftBody"];
            };
        };
        responses: {
            /** @description 草稿 · Draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 草稿 · Draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已放弃 · Withdrawn */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_draft: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftEditBody"];
            };
        };
        responses: {
            /** @description 草稿 · Draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draft_areas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 网格 · Areas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection_DraftAreaProperties"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 检查结果 · Findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftCheck"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    propose_upload: {
        parameters: {
            query?: {
                /** @description 编码字段 · field of the code */
                code?: string;
                /** @description 坐标系：wgs84、cgcs2000、gcj02、bd09、epsg:4547…… · datum, as the command line takes it */
                datum?: string;
                /** @description 文字编码：utf-8、gbk、big5 · encoding of the texts */
                encoding?: string;
                /** @description 四至字段 · field of the boundary in words */
                extent?: string;
                /** @description 文件里的图层 · layer of the file */
                layer?: string;
                /** @description 全部网格的层级 · level of every area */
                level?: string;
                /** @description 层级字段 · field of the level */
                level_field?: string;
                /** @description 文件名，只看后缀 · name of the file; only its ending is looked at */
                name?: string;
                /** @description 名称字段 · field of the name */
                name_field?: string;
                /** @description 上级字段 · field of the parent */
                parent?: string;
                /** @description 记住字段对应 · Keep the mapping */
                remember?: boolean;
                /** @description 修补容差（米） · Tolerance of a repair, metres */
                repair_m?: number;
            };
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 提议 · Proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadProposal"];
                    "application/x-ndjson": components["schemas"]["WorkLine"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_upload: {
        parameters: {
            query?: {
                /** @description 位置属实 · The place is right although it looks like another datum's */
                accept_place?: boolean;
                /** @description 编码字段 · field of the code */
                code?: string;
                /** @description 坐标系：wgs84、cgcs2000、gcj02、bd09、epsg:4547…… · datum, as the command line takes it */
                datum?: string;
                /** @description 文字编码：utf-8、gbk、big5 · encoding of the texts */
                encoding?: string;
                /** @description 四至字段 · field of the boundary in words */
                extent?: string;
                /** @description 文件里的图层 · layer of the file */
                layer?: string;
                /** @description 全部网格的层级 · level of every area */
                level?: string;
                /** @description 层级字段 · field of the level */
                level_field?: string;
                /** @description 文件名，只看后缀 · name of the file; only its ending is looked at */
                name?: string;
                /** @description 名称字段 · field of the name */
                name_field?: string;
                /** @description 上级字段 · field of the parent */
                parent?: string;
                /** @description 理由，记入草稿历史 · Why, for the history of the draft */
                reason?: string;
                /** @description 记住字段对应 · Keep the mapping */
                remember?: boolean;
                /** @description 删除文件未提到的网格 · Remove what the file leaves out */
                remove?: boolean;
                /** @description 修补容差（米） · Tolerance of a repair, metres */
                repair_m?: number;
            };
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 结果 · What it did */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadApplied"];
                    "application/x-ndjson": components["schemas"]["WorkLine"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 预览 · Preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftPreview"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_draft: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishBody"];
            };
        };
        responses: {
            /** @description 已发布 · Published */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    repair_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepairBody"];
            };
        };
        responses: {
            /** @description 修补结果 · Proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftRepair"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_roster: {
        parameters: {
            query?: {
                /** @description 未写社区的行所属社区，编码或名称 · Community of rows that name none, code or name */
                community?: string;
                /** @description 只检查 · Only check */
                dry_run?: boolean;
                /** @description 任职起始，默认立即 · When the posts begin, at once by default */
                from?: string;
                /** @description 手机号作为岗位电话公开 · Mobiles become public phones of the posts */
                public_phones?: boolean;
                /** @description 理由，记入草稿历史 · Why, for the history of the draft */
                reason?: string;
            };
            header?: {
                /** @description 所改的版本，如 "v3"；dry_run 时不需要 · The version that was changed; not needed for a dry run */
                "If-Match"?: string | null;
            };
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 结果 · What it did or would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_edition: {
        parameters: {
            query?: {
                /** @description 网格体系，默认 duty · Scheme, duty when absent */
                scheme?: string;
            };
            header?: never;
            path: {
                /** @description 版本号 · Number */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreBody"];
            };
        };
        responses: {
            /** @description 已发布 · Published */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_edition: {
        parameters: {
            query?: {
                /** @description 网格体系，默认 duty · Scheme, duty when absent */
                scheme?: string;
            };
            header?: never;
            path: {
                /** @description 版本号 · Number */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已撤回 · Withdrawn */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    density: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级 · Code of an area of any level */
                area?: string;
                /** @description 带宽（米），5–5000，默认 60 · Bandwidth in metres, 60 when absent */
                bandwidth_m?: number;
                /** @description 范围：西，南，东，北 · Box: west,south,east,north in degrees */
                bbox?: string;
                /** @description 事项类别（含下级），逗号分隔或重复 · Categories with their descendants; comma list or repeated */
                category?: string[];
                /** @description 所在要素「图层：编号」 · Feature that the incident lies in, layer:code */
                feature?: string;
                /** @description 发生时间自（含），日期或带时区的时间 · Occurred at or after: a day in the site's zone, or RFC 3339 */
                from?: string;
                /** @description 行数，16–1024，默认 256 · Rows, 256 when absent */
                height?: number;
                /** @description 所在小区的管理类型 · Management types of the compound that the incident lies in */
                management_type?: string[];
                /** @description 是否超时 · Past the time limit */
                overdue?: boolean;
                /** @description 承办主体编号或执法部门代号 · Id of the acting party, or a department slug */
                owner?: string;
                /** @description 编号、描述或地址中的文字 · Part of number, description or address */
                q?: string;
                /** @description 来源 · Sources */
                source?: string[];
                /** @description 状态；open 为未办结，closed 为已办结 · States, or the groups open and closed */
                state?: string[];
                /** @description 发生时间至（不含） · Occurred before */
                to?: string;
                /** @description 列数，16–1024，默认 256 · Columns, 256 when absent */
                width?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 密度面 · Surface */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DensityAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ranking: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级 · Code of an area of any level */
                area?: string;
                /** @description 范围：西，南，东，北 · Box: west,south,east,north in degrees */
                bbox?: string;
                /** @description segment | compound | area，默认 segment · segment when absent */
                by?: string;
                /** @description 事项类别（含下级），逗号分隔或重复 · Categories with their descendants; comma list or repeated */
                category?: string[];
                /** @description 所在要素「图层：编号」 · Feature that the incident lies in, layer:code */
                feature?: string;
                /** @description 发生时间自（含），日期或带时区的时间 · Occurred at or after: a day in the site's zone, or RFC 3339 */
                from?: string;
                /** @description by=area 时的层级，默认 point · Level when by=area, point when absent */
                level?: string;
                /** @description 条数，1–500，默认 20 · Number of places, 20 when absent */
                limit?: number;
                /** @description 所在小区的管理类型 · Management types of the compound that the incident lies in */
                management_type?: string[];
                /** @description 是否超时 · Past the time limit */
                overdue?: boolean;
                /** @description 承办主体编号或执法部门代号 · Id of the acting party, or a department slug */
                owner?: string;
                /** @description 编号、描述或地址中的文字 · Part of number, description or address */
                q?: string;
                /** @description 来源 · Sources */
                source?: string[];
                /** @description 状态；open 为未办结，closed 为已办结 · States, or the groups open and closed */
                state?: string[];
                /** @description 发生时间至（不含） · Occurred before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 排行 · Ranking */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RankingAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_upload: {
        parameters: {
            query?: {
                /** @description 编码字段 · field of the code */
                code?: string;
                /** @description 坐标系：wgs84、cgcs2000、gcj02、bd09、epsg:4547…… · datum, as the command line takes it */
                datum?: string;
                /** @description 文字编码：utf-8、gbk、big5 · encoding of the texts */
                encoding?: string;
                /** @description 四至字段 · field of the boundary in words */
                extent?: string;
                /** @description 文件里的图层 · layer of the file */
                layer?: string;
                /** @description 全部网格的层级 · level of every area */
                level?: string;
                /** @description 层级字段 · field of the level */
                level_field?: string;
                /** @description 文件名，只看后缀 · name of the file; only its ending is looked at */
                name?: string;
                /** @description 名称字段 · field of the name */
                name_field?: string;
                /** @description 上级字段 · field of the parent */
                parent?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 预览 · Preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadPreview"];
                    "application/x-ndjson": components["schemas"]["WorkLine"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incidents: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级 · Code of an area of any level */
                area?: string;
                /** @description 当时的问题、状态与归属，日期或时间；可与 bbox、category、state、area、source、from、to 同用 · As they stood then, a day or a time; with bbox, category, state, area, source, from, to */
                at?: string;
                /** @description 范围：西，南，东，北 · Box: west,south,east,north in degrees */
                bbox?: string;
                /** @description 事项类别（含下级），逗号分隔或重复 · Categories with their descendants; comma list or repeated */
                category?: string[];
                /** @description 上一页给出的 next_cursor · next_cursor of the page before */
                cursor?: string;
                /** @description own 为本人所在社区的案件和不在任何网格内的案件；全站的办公室、管理员和其他人不受限 · own: cases of the communities whose desk the caller keeps, and those outside every area; everything for who keeps the whole site's or none */
                desk?: string;
                /** @description 办理时限状态，逗号分隔或重复 · How it stands against its limit; comma list or repeated */
                due_status?: components["schemas"]["DueStatus"][];
                /** @description 所在要素「图层：编号」 · Feature that the incident lies in, layer:code */
                feature?: string;
                /** @description json | geojson | csv | xlsx */
                format?: string;
                /** @description 发生时间自（含），日期或带时区的时间 · Occurred at or after: a day in the site's zone, or RFC 3339 */
                from?: string;
                /** @description 按当时的记录，日期或时间 · As it was recorded then, a day or a time */
                known_at?: string;
                /** @description 导出表头语言 zh | en，默认 zh · Language of exported headings, zh when absent */
                lang?: string;
                /** @description 每页条数，1–1000，默认 50；导出时为总行数 · Rows a page, 50 when absent; rows in all for exports */
                limit?: number;
                /** @description 所在小区的管理类型 · Management types of the compound that the incident lies in */
                management_type?: string[];
                /** @description 是否超时 · Past the time limit */
                overdue?: boolean;
                /** @description 承办主体编号或执法部门代号 · Id of the acting party, or a department slug */
                owner?: string;
                /** @description 编号、描述或地址中的文字 · Part of number, description or address */
                q?: string;
                /** @description 来源 · Sources */
                source?: string[];
                /** @description 状态；open 为未办结，closed 为已办结 · States, or the groups open and closed */
                state?: string[];
                /** @description 发生时间至（不含） · Occurred before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 问题 · Incidents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection_LedgerProperties"];
                    "application/json": components["schemas"]["IncidentPage"];
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                    "text/csv": string;
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description 调用方自选的键，最多 200 个可见字符 · A key of the caller's, at most 200 visible characters */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReport"];
            };
        };
        responses: {
            /** @description 已受理 · Accepted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentCreated"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 问题编号（UUID） · Id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 问题 · Incident */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_case: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 问题编号（UUID） · Id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseEditBody"];
            };
        };
        responses: {
            /** @description 更正后的问题 · The incident after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_step: {
        parameters: {
            query?: never;
            header: {
                /** @description 所改的版本，如 "v3" · The version that was changed, "v3" for instance */
                "If-Match": string;
            };
            path: {
                /** @description 问题编号（UUID） · Id */
                id: string;
                /** @description 步骤 · Step */
                transition: components["schemas"]["Transition"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepBody"];
            };
        };
        responses: {
            /** @description 办理后的问题 · The incident after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_photo: {
        parameters: {
            query?: {
                /** @description before | after | near | far | reference，默认 before · before when absent */
                kind?: string;
            };
            header?: {
                /** @description 上报人的查询码 · The reporter's tracking code */
                "Tracking-Code"?: string | null;
            };
            path: {
                /** @description 问题编号（UUID） · Id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 照片 · Photo */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_voice: {
        parameters: {
            query?: never;
            header?: {
                /** @description 调用方自选的键 · A key of the caller's */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description 问题编号（UUID） · Id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceBody"];
            };
        };
        responses: {
            /** @description 已计入 · Counted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceCounted"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incident_count: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级 · Code of an area of any level */
                area?: string;
                /** @description 范围：西，南，东，北 · Box: west,south,east,north in degrees */
                bbox?: string;
                /** @description 事项类别（含下级），逗号分隔或重复 · Categories with their descendants; comma list or repeated */
                category?: string[];
                /** @description own 为本人所在社区的案件和不在任何网格内的案件；全站的办公室、管理员和其他人不受限 · own: cases of the communities whose desk the caller keeps, and those outside every area; everything for who keeps the whole site's or none */
                desk?: string;
                /** @description 办理时限状态，逗号分隔或重复 · How it stands against its limit; comma list or repeated */
                due_status?: components["schemas"]["DueStatus"][];
                /** @description 所在要素「图层：编号」 · Feature that the incident lies in, layer:code */
                feature?: string;
                /** @description 发生时间自（含），日期或带时区的时间 · Occurred at or after: a day in the site's zone, or RFC 3339 */
                from?: string;
                /** @description 所在小区的管理类型 · Management types of the compound that the incident lies in */
                management_type?: string[];
                /** @description 是否超时 · Past the time limit */
                overdue?: boolean;
                /** @description 承办主体编号或执法部门代号 · Id of the acting party, or a department slug */
                owner?: string;
                /** @description 编号、描述或地址中的文字 · Part of number, description or address */
                q?: string;
                /** @description 来源 · Sources */
                source?: string[];
                /** @description 状态；open 为未办结，closed 为已办结 · States, or the groups open and closed */
                state?: string[];
                /** @description 发生时间至（不含） · Occurred before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 数量 · How many */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentCount"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incident_histogram: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级 · Code of an area of any level */
                area?: string;
                /** @description 范围：西，南，东，北 · Box: west,south,east,north in degrees */
                bbox?: string;
                /** @description 事项类别（含下级），逗号分隔或重复 · Categories with their descendants; comma list or repeated */
                category?: string[];
                /** @description 所在要素「图层：编号」 · Feature that the incident lies in, layer:code */
                feature?: string;
                /** @description 发生时间自（含），日期或带时区的时间 · Occurred at or after: a day in the site's zone, or RFC 3339 */
                from?: string;
                /** @description 所在小区的管理类型 · Management types of the compound that the incident lies in */
                management_type?: string[];
                /** @description 是否超时 · Past the time limit */
                overdue?: boolean;
                /** @description 承办主体编号或执法部门代号 · Id of the acting party, or a department slug */
                owner?: string;
                /** @description 编号、描述或地址中的文字 · Part of number, description or address */
                q?: string;
                /** @description 来源 · Sources */
                source?: string[];
                /** @description 状态；open 为未办结，closed 为已办结 · States, or the groups open and closed */
                state?: string[];
                /** @description 发生时间至（不含） · Occurred before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 统计 · Counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentHistogram"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    near_cases: {
        parameters: {
            query: {
                /** @description 类别 · Category */
                category: string;
                /** @description wgs84 | gcj02 | bd09 | cgcs2000，默认 wgs84 */
                datum?: string;
                /** @description 纬度 · Latitude */
                lat: number;
                /** @description 经度 · Longitude */
                lon: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 附近的问题 · Nearby */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NearCases"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incident_points: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级 · Code of an area of any level */
                area?: string;
                /** @description 范围：西，南，东，北 · Box: west,south,east,north in degrees */
                bbox?: string;
                /** @description 事项类别（含下级），逗号分隔或重复 · Categories with their descendants; comma list or repeated */
                category?: string[];
                /** @description 所在要素「图层：编号」 · Feature that the incident lies in, layer:code */
                feature?: string;
                /** @description 发生时间自（含），日期或带时区的时间 · Occurred at or after: a day in the site's zone, or RFC 3339 */
                from?: string;
                /** @description 所在小区的管理类型 · Management types of the compound that the incident lies in */
                management_type?: string[];
                /** @description 是否超时 · Past the time limit */
                overdue?: boolean;
                /** @description 承办主体编号或执法部门代号 · Id of the acting party, or a department slug */
                owner?: string;
                /** @description 编号、描述或地址中的文字 · Part of number, description or address */
                q?: string;
                /** @description 来源 · Sources */
                source?: string[];
                /** @description 状态；open 为未办结，closed 为已办结 · States, or the groups open and closed */
                state?: string[];
                /** @description 发生时间至（不含） · Occurred before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 点 · Points */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentPoints"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_steps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepsBody"];
            };
        };
        responses: {
            /** @description 逐件结果 · One outcome each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOutcomes"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    photo_drafts: {
        parameters: {
            query?: {
                /** @description 上一页给出的 next_cursor · next_cursor of the page before */
                cursor?: string;
                /** @description 每页条数，1–200，默认 50 · Drafts a page, 50 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 草稿 · Drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoDraftPage"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    photo_draft: {
        parameters: {
            query?: {
                /** @description 事项类别 · Category */
                category?: string;
            };
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 草稿 · Draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoDraftAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard_photo_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已丢弃 · Discarded */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    place_photo_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftPlaceBody"];
            };
        };
        responses: {
            /** @description 草稿 · Draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoDraftAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_photo_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmDraftBody"];
            };
        };
        responses: {
            /** @description 已受理 · Accepted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentCreated"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join_photo_drafts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft that stays */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinBody"];
            };
        };
        responses: {
            /** @description 草稿 · Draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoDraftAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    split_photo_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 草稿编号 · Id of the draft */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitBody"];
            };
        };
        responses: {
            /** @description 两份草稿 · Both drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bring_photos: {
        parameters: {
            query?: {
                /** @description 曾被丢弃的照片也重新导入 · Take photos of discarded drafts once more */
                again?: boolean;
                /** @description patrol | 12345 | wechat | leader，默认 patrol · patrol when absent */
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PhotosForm"];
            };
        };
        responses: {
            /** @description 每张照片的结果和所成的草稿 · What became of each photo, and the drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroughtAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drafted_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 照片编号 · Id of the photo */
                id: string;
                /** @description large | thumb */
                size: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 照片 · Photo */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": number[];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_text: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextBody"];
            };
        };
        responses: {
            /** @description 草稿 · Drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_tickets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 草稿 · Drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    layers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 图层 · Layers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerBrief"][];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    layer: {
        parameters: {
            query?: {
                /** @description 范围：西，南，东，北 · west,south,east,north */
                bbox?: string;
                /** @description 最多个数 · At most so many */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 图层，如 compound · Layer, for instance compound */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 要素 · Features */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeatureCollection_FeatureProperties"];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    feature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 要素编号 · Code of the feature */
                code: string;
                /** @description 图层 · Layer */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 档案 · Dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureDossier"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_features: {
        parameters: {
            query?: {
                /** @description 位置属实 · The place is right although it looks like another datum's */
                accept_place?: boolean;
                /** @description 编码字段 · field of the code */
                code?: string;
                /** @description 坐标系：wgs84、cgcs2000、gcj02、bd09、epsg:4547…… · datum, as the command line takes it */
                datum?: string;
                /** @description 只检查 · Only check */
                dry_run?: boolean;
                /** @description 文字编码：utf-8、gbk、big5 · encoding of the texts */
                encoding?: string;
                /** @description 四至字段 · field of the boundary in words */
                extent?: string;
                /** @description 文件里的图层 · layer of the file */
                layer?: string;
                /** @description 全部网格的层级 · level of every area */
                level?: string;
                /** @description 层级字段 · field of the level */
                level_field?: string;
                /** @description 文件名，只看后缀 · name of the file; only its ending is looked at */
                name?: string;
                /** @description 名称字段 · field of the name */
                name_field?: string;
                /** @description 上级字段 · field of the parent */
                parent?: string;
                /** @description 记住字段对应和图层 · Keep the mapping and the layer */
                remember?: boolean;
                /** @description 只换该网格之内 · Only within the area with this code */
                scope?: string;
            };
            header?: never;
            path: {
                /** @description 图层，如 road · Layer, for instance road */
                layer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 结果 · What it did or would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeaturesUpload"];
                    "application/x-ndjson": components["schemas"]["WorkLine"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_at_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkBody"];
            };
        };
        responses: {
            /** @description 链接 · Link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkLook"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeem_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemBody"];
            };
        };
        responses: {
            /** @description 已登录 · Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: {
                /** @description 上次收到的序号 · The number of the last event */
                "Last-Event-ID"?: number | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 事件流 · Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locate: {
        parameters: {
            query: {
                /** @description 定位精度（米） · Accuracy of the position in metres */
                accuracy_m?: number;
                /** @description 对判定问题的回答，如 inside_line · Answer to the deciding question */
                answer?: string;
                /** @description 何时的网格与责任人，日期或时间 · In force at, a day or a time */
                at?: string;
                /** @description 事项类别 · Category to route */
                category?: string;
                /** @description 坐标系 wgs84 | cgcs2000 | gcj02 | bd09，默认 wgs84 · wgs84 when absent */
                datum?: string;
                /** @description 按当时的记录 · As it was recorded then */
                known_at?: string;
                /** @description 纬度 · Latitude in degrees */
                lat: number;
                /** @description 经度 · Longitude in degrees */
                lon: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 归属 · Owner card */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocateAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    locate_batch: {
        parameters: {
            query?: {
                /** @description CSV 中 owner 的语言 zh | en，默认 zh · Language of owner in CSV, zh when absent */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description 逐行结果 · One result a row */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages: {
        parameters: {
            query?: {
                /** @description 上一页的 next_cursor · next_cursor of the page before */
                cursor?: string;
                /** @description 条数，1–200，默认 50 · Messages, 50 when absent */
                limit?: number;
                /** @description 只看未读 · Unread ones alone */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 消息 · Messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unread_messages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 未读数 · Unread */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadMessages"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_messages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadMessages"];
            };
        };
        responses: {
            /** @description 未读数 · Unread */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadMessages"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: {
                /** @description 网格编号，任意层级；不填为全部 · Code of an area of any level; all when absent */
                area?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 概览 · Overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reveal_party: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 主体编号 · Id of the party */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevealRequest"];
            };
        };
        responses: {
            /** @description 电话 · Phone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyRevealed"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description 已修改 · Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patrols: {
        parameters: {
            query?: {
                /** @description 只看该网格及其下级 · Only this area and below */
                area?: string;
                /** @description 只看本人岗位的要求和本人的记录 · Only what is asked of the caller's posts, and what he made */
                mine?: boolean;
                /** @description 巡查记录自（含），日期或时间；默认今天 · Patrols made at or after, today when absent */
                since?: string;
                /** @description 巡查记录至（不含） · Patrols made before */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 巡查 · Patrols */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatrolsAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    record_patrol: {
        parameters: {
            query?: never;
            header?: {
                /** @description 调用方自选的键，最多 200 个可见字符 · A key of the caller's, at most 200 visible characters */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatrolBody"];
            };
        };
        responses: {
            /** @description 已记录 · Taken down */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatrolRecorded"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 照片编号 · Id of the photo */
                id: string;
                /** @description large | thumb */
                size: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 照片 · Photo */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": number[];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_roster: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description 预览 · Preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterPreview"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    roster_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 空表 · Workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    samples: {
        parameters: {
            query?: {
                /** @description 件数，1–20，默认 5 · Cases, 5 when absent */
                many?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 抽查 · Samples */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description 条数，1–50，默认 10 · Number of results, 1–50, 10 when absent */
                limit?: number;
                /** @description 要找的文字，最多 100 字 · What to look for, at most 100 characters */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 结果 · Results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResults"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 登录 · Session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description 已登录 · Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已退出 · Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 设备 · Devices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_other_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 数量 · How many */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicesEnded"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 设备编号 · Id of the device */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已退出 · Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 站点 · Site */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteAnswer"];
                };
            };
            /** @description 未变 · Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tasks: {
        parameters: {
            query?: {
                /** @description 条数，1–500，默认 100 · Items, 100 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 待办 · Tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TasksAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 令牌 · Tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokens"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTokenBody"];
            };
        };
        responses: {
            /** @description 令牌 · Token */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 令牌编号 · Id of the token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已删除 · Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    track: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrackBody"];
            };
        };
        responses: {
            /** @description 进度 · Progress */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description HTML */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 在运行 · Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus 文本 · Prometheus text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 就绪 · Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description 未能办理的原因 · Why the request was refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
