//! The setters of settings that clients and calls share.

/// Defines a setter for each setting that has a name of its own, on a type with `setting`.
macro_rules! named_settings {
    () => {
        /// Sets the language of texts in responses, such as `en-us`. Short for the setting `language`.
        pub fn language(self, language: impl Into<String>) -> Self {
            self.setting("language", language)
        }

        /// Sets the time zone of times in responses, such as `GMT+8`. Short for the setting `time_zone`.
        pub fn time_zone(self, time_zone: impl Into<String>) -> Self {
            self.setting("time_zone", time_zone)
        }

        /// Sets the project. Short for the setting `project_id`.
        pub fn project_id(self, project_id: impl Into<String>) -> Self {
            self.setting("project_id", project_id)
        }

        /// Sets the workspace of DataArts Insight. Short for the setting `workspace_id`.
        pub fn workspace_id(self, workspace_id: impl Into<String>) -> Self {
            self.setting("workspace_id", workspace_id)
        }
    };
}

pub(crate) use named_settings;
