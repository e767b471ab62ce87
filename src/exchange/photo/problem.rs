//! Why a photo is not taken, in words for whoever holds the phone.

use crate::domain::text::Words;
use crate::exchange::Problem;
use std::fmt::Display;

/// What is wrong with a photo. Its place is the request's field or the file, which the caller knows.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoProblem {
    /// Stable, for machines: `empty_photo`, `photo_too_large`, `heic_photo`, `not_a_photo`, `photo_cut_off`,
    /// `unreadable_photo`, `too_many_pixels`, `photo_too_long`.
    pub code: &'static str,
    pub words: Words,
}

impl PhotoProblem {
    fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, words: Words::new(zh, en) }
    }

    /// The problem of the file or field at `place`.
    pub fn at(self, place: impl Into<String>) -> Problem {
        Problem { code: self.code, place: place.into(), words: self.words }
    }
}

pub(super) fn empty() -> PhotoProblem {
    PhotoProblem::new(
        "empty_photo",
        "照片是空文件，请重新选择；若照片在云端相册，请先下载到手机",
        "the photo is an empty file; choose it again, and if it lies in a cloud album download it first",
    )
}

pub(super) fn too_large(bytes: usize, most: usize) -> PhotoProblem {
    let most = most >> 20;
    let size = bytes.div_ceil(1 << 20);
    PhotoProblem::new(
        "photo_too_large",
        format!("照片有 {size} MB，超过每张 {most} MB 的上限，请用相机的普通模式重拍，或截屏后上传"),
        format!(
            "the photo has {size} MB, more than the {most} MB allowed; take it again in the camera's normal mode or \
             upload a screenshot of it"
        ),
    )
}

pub(super) fn heic() -> PhotoProblem {
    PhotoProblem::new(
        "heic_photo",
        "这是 HEIC（高效格式）照片，本系统打不开。iPhone 请打开「设置 → 相机 → 格式」，选「兼容性最佳」后重拍；\
         安卓手机请在相机设置里关闭 HEIF 高效格式。已经拍好的照片，截屏后上传即可",
        "this is a HEIC (high efficiency) photo, which cannot be opened here. On an iPhone choose Settings → Camera → \
         Formats → Most Compatible and take it again; on Android turn HEIF off in the camera's settings. Of a photo \
         that is already taken, upload a screenshot",
    )
}

/// `zh` and `en` say what the file is.
pub(super) fn not_a_photo(zh: &str, en: &str) -> PhotoProblem {
    PhotoProblem::new(
        "not_a_photo",
        format!("{zh}不能作为照片上传，请改传 JPEG、PNG 或 WebP 照片，也可以截屏后上传"),
        format!("{en} cannot be taken as a photo; upload a JPEG, PNG or WebP photo, or a screenshot"),
    )
}

pub(super) fn cut_off() -> PhotoProblem {
    PhotoProblem::new(
        "photo_cut_off",
        "照片不完整，后面的部分缺失，请重新上传；若照片在云端相册，请先下载到手机",
        "the photo is cut off; upload it again, and if it lies in a cloud album download it first",
    )
}

pub(super) fn unreadable(reason: impl Display) -> PhotoProblem {
    PhotoProblem::new(
        "unreadable_photo",
        "照片已损坏或编码不常见，打不开，请截屏后上传",
        format!("the photo cannot be opened, it may be damaged: {reason}; upload a screenshot of it"),
    )
}

pub(super) fn too_many_pixels(width: u32, height: u32, most: u64) -> PhotoProblem {
    let (wan, mega) = (most / 10_000, most / 1_000_000);
    PhotoProblem::new(
        "too_many_pixels",
        format!(
            "照片为 {width}×{height} 像素，超过 {wan} 万像素的上限，请关闭相机的高像素模式后重拍，或截屏后上传"
        ),
        format!(
            "the photo has {width}×{height} pixels, more than the {mega} megapixels allowed; take it again in the \
             camera's normal mode or upload a screenshot of it"
        ),
    )
}

pub(super) fn too_long(width: u32, height: u32, most: u32) -> PhotoProblem {
    PhotoProblem::new(
        "photo_too_long",
        format!("照片为 {width}×{height} 像素，每边不得超过 {most} 像素，请裁剪后再上传"),
        format!("the photo has {width}×{height} pixels, no side may have more than {most}; crop it first"),
    )
}
